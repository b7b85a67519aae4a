/** What a picture is drawn from. */
export type Drawable = HTMLImageElement | HTMLVideoElement | HTMLCanvasElement;

/** Its own size in pixels, whatever size it is shown at. */
export function sizeOf(source: Drawable): { width: number; height: number } {
  if (source instanceof HTMLImageElement) return { width: source.naturalWidth, height: source.naturalHeight };
  if (source instanceof HTMLVideoElement) return { width: source.videoWidth, height: source.videoHeight };
  return { width: source.width, height: source.height };
}
