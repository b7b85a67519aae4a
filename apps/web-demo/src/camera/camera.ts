/** A camera that is on; its picture is in the video element. */
export type Camera = { stop(): void };

/**
 * Switches the camera on.
 *
 * @throws one line where there is none, or it may not be used
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
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  return { stop };
}

const REASONS: Readonly<Record<string, string>> = {
  NotAllowedError: 'Access to the camera was refused. Allow it in the address bar to use it; drawing works without it.',
  NotFoundError: 'No camera was found. Draw, or choose an image.',
  NotReadableError: 'The camera is in use by another program. Close it and try again.',
};
