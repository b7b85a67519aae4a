import { type Camera, startCamera } from '../camera/camera.ts';
import { element, onClick } from './element.ts';

/** The camera's button and picture. */
export type CameraButton = {
  /** The moving picture while the camera is on. */
  video(): HTMLVideoElement | undefined;
  stop(): void;
};

/** Lets the button switch the camera on and off; `onFrame` is called for each of its pictures, `onOff` afterwards. */
export function createCameraButton({
  onFrame,
  onOff,
  onNote,
}: {
  onFrame(): void;
  onOff(): void;
  onNote(note: string): void;
}): CameraButton {
  const video = element('video', HTMLVideoElement);
  const button = element('camera', HTMLButtonElement);
  let camera: Camera | undefined;

  function stop(): void {
    if (!camera) return;
    camera.stop();
    camera = undefined;
    show();
    onOff();
  }

  function show(): void {
    video.hidden = camera === undefined;
    button.setAttribute('aria-pressed', String(camera !== undefined));
  }

  function follow(): void {
    if (!camera) return;
    onFrame();
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(follow);
    else requestAnimationFrame(follow);
  }

  onClick(
    'camera',
    async () => {
      if (camera) return stop();
      camera = await startCamera(video, stop);
      show();
      follow();
    },
    onNote,
  );
  return { video: () => (camera ? video : undefined), stop };
}
