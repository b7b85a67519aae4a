/** The address of the model's file, which bundlers copy next to a page. */
export const modelUrl: URL;
