import { type Camera, startCamera } from '../camera/camera.ts';
import type { Format } from '../draw/operation.ts';
import { fitInto } from '../images/fit-into.ts';
import { linesOf } from '../images/lines-of.ts';
import { element, onClick } from './element.ts';
import { notesOf, resolveNote } from './note.ts';

/** The camera's button and picture. */
export type CameraButton = {
  /** The picture of this moment while the camera is on, as large as a drawing of a format. */
  picture(format: Format): HTMLCanvasElement | undefined;
  stop(): void;
};

/** Lets the button switch the camera on and off; `onFrame` is called for each of its pictures, `onOff` afterwards. */
export function createCameraButton({
  onFrame,
  onOff,
  wantsEdges,
}: {
  onFrame(): void;
  onOff(): void;
  wantsEdges(): boolean;
}): CameraButton {
  const video = element('video', HTMLVideoElement);
  const lines = element('camera-lines', HTMLCanvasElement);
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
    if (!camera) lines.hidden = true;
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
      resolveNote('camera');
      show();
      follow();
    },
    notesOf('camera'),
  );

  function picture(format: Format): HTMLCanvasElement | undefined {
    if (!camera) return undefined;
    lines.hidden = !wantsEdges();
    if (lines.hidden) return fitInto(video, format, 'cover');
    const drawn = linesOf(video, format);
    [lines.width, lines.height] = [drawn.width, drawn.height];
    lines.getContext('2d')?.drawImage(drawn, 0, 0);
    return drawn;
  }

  return { picture, stop };
}
