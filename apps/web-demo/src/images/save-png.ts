/** Hands a file over as a download. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser reads it while it asks where to
}

/** Saves what a canvas shows. */
export async function savePng(name: string, canvas: HTMLCanvasElement): Promise<void> {
  saveFile(name, await pngOf(canvas));
}

/** What a canvas shows. @throws one line where there is no memory for it */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!content) throw new Error('Expected a PNG of the picture, got none. Is there enough memory for it?');
  return content;
}
