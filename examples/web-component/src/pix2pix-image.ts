import { loadTranslator, type PictureSource, type Translation, type Translator } from '@pix2pix-ts/pix2pix';

/** One model for all elements that name it, kept until the page ends. */
const translators = new Map<string, Promise<Translator>>();

function translatorOf(model: string): Promise<Translator> {
  const loading = translators.get(model) ?? loadTranslator(model);
  translators.set(model, loading);
  loading.catch(() => translators.delete(model)); // the next one tries again
  return loading;
}

/**
 * `<pix2pix-image model="colour"><img src="drawing.png" alt="A cat"></pix2pix-image>` shows what the model makes of the
 * picture in it, which may be an `<img>`, a `<canvas>` or a `<video>`; or of `src`, an address. The picture itself is seen until
 * then, and where it cannot be translated. Fires `translated`, with the result as `detail`, or `error`, with one line.
 */
export class Pix2PixImage extends HTMLElement {
  static readonly observedAttributes = ['model', 'src'];
  readonly #slot = document.createElement('slot');
  readonly #canvas = document.createElement('canvas');
  #newest = 0;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).append(this.#slot);
    this.#slot.addEventListener('slotchange', () => void this.show());
  }

  attributeChangedCallback(): void {
    void this.show();
  }

  /** Translates the picture, or another one; to be called after a stroke on a canvas. Of several the newest is shown. */
  async show(source: PictureSource | null = this.#source()): Promise<void> {
    const turn = ++this.#newest;
    const model = this.getAttribute('model');
    if (model === null || source === null) return;
    try {
      const translator = await translatorOf(model);
      if (turn !== this.#newest) return;
      const result = await translator.translate(source);
      if (turn === this.#newest) this.#paint(result);
    } catch (error) {
      if (turn !== this.#newest) return;
      this.shadowRoot?.replaceChildren(this.#slot);
      this.dispatchEvent(new ErrorEvent('error', { error, message: (error as Error).message }));
    }
  }

  #source(): PictureSource | null {
    return this.querySelector<HTMLImageElement | HTMLCanvasElement>('img, canvas, video') ?? this.getAttribute('src');
  }

  #paint(result: Translation): void {
    result.toCanvas(this.#canvas);
    this.#canvas.role = 'img';
    this.#canvas.ariaLabel = this.querySelector('img')?.alt ?? '';
    this.shadowRoot?.replaceChildren(this.#canvas);
    this.dispatchEvent(new CustomEvent('translated', { detail: result }));
  }
}

customElements.define('pix2pix-image', Pix2PixImage);
