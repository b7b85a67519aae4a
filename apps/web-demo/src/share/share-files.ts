/** Whether this browser lets a page hand pictures to other apps (the Web Share API). */
export function canShareFiles(): boolean {
  const probe = { files: [new File([], 'picture.png', { type: 'image/png' })] };
  return typeof navigator.share === 'function' && navigator.canShare?.(probe) === true;
}

/** Hands files to the app that whoever sits here chooses; nothing happens where they change their mind. @throws one line */
export async function shareFiles(files: File[]): Promise<void> {
  try {
    await navigator.share({ files });
  } catch (error) {
    if ((error as Error).name === 'AbortError') return;
    throw new Error(`The picture could not be shared: ${(error as Error).message} Save it as PNG and send that.`, {
      cause: error,
    });
  }
}
