/** A camera that is on; its picture is in the video element. */
export type Camera = { stop(): void };

/**
 * Switches the camera on.
 *
 * @throws one line where there is none, it may not be used, or it gives no picture
 */
export async function startCamera(video: HTMLVideoElement, onEnd: () => void): Promise<Camera> {
  if (!navigator.mediaDevices) {
    throw new Error('The camera only works in a page served over https or from this machine.');
  }
  const wanted = { video: { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 640 } }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(wanted).catch((error: Error) => {
    throw new Error(REASONS[error.name] ?? `The camera could not be switched on: ${error.message}.`, { cause: error });
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  for (const track of stream.getTracks()) track.addEventListener('ended', onEnd);
  try {
    video.srcObject = stream;
    await Promise.race([video.play(), noPicture()]);
  } catch (error) {
    stop();
    throw error;
  }
  return { stop };
}

/** A camera that another program has switched off says nothing for ever. */
const PATIENCE = 10_000;

function noPicture(): Promise<never> {
  return new Promise((_, reject) => {
    const reason =
      'The camera was switched on, but gave no picture for 10 seconds. Is it covered, or in use elsewhere?';
    setTimeout(() => reject(new Error(reason)), PATIENCE);
  });
}

const REASONS: Readonly<Record<string, string>> = {
  NotAllowedError: 'Access to the camera was refused. Allow it in the address bar to use it; drawing works without it.',
  NotFoundError: 'No camera was found. Draw, or choose an image.',
  NotReadableError: 'The camera is in use by another program. Close it and try again.',
};
