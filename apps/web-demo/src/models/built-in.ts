/** A model that comes with the page. */
export type BuiltInModel = { readonly id: string; readonly title: string; readonly address: URL };

/** The models that come with the page, from its folder `models`; see the build. */
export function builtInModels(): BuiltInModel[] {
  return __BUILT_IN_MODELS__.map(({ id, title }) => ({
    id,
    title,
    address: new URL(`models/${id}.safetensors`, document.baseURI),
  }));
}

/** Written by the build: the packages `model-*` that there are. */
declare const __BUILT_IN_MODELS__: readonly { id: string; title: string }[];
