import { type Camera, startCamera } from '../camera/camera.ts';
import type { Format } from '../draw/operation.ts';
import { fitInto } from '../images/fit-into.ts';
import type { Drawable } from '../images/size-of.ts';
import { element, onClick } from './element.ts';
import { notesOf, resolveNote } from './note.ts';

/** The camera's button and picture. */
export type CameraButton = {
  /** The picture of this moment while the camera is on, as large as a drawing of a format. */
  picture(format: Format): HTMLCanvasElement | undefined;
  stop(): void;
};

/** Lets the button switch the camera on and off; `onFrame` is called for each of its pictures, `onOn` before, `onOff` afterwards. */
export function createCameraButton({
  onOn,
  onFrame,
  onOff,
  turn,
}: {
  onOn(): void;
  onFrame(): void;
  onOff(): void;
  /** Its picture as what the model wants; undefined where it stays what it is. */
  turn(source: Drawable, format: Format): HTMLCanvasElement | undefined;
}): CameraButton {
  const video = element('video', HTMLVideoElement);
  const input = element('camera-input', HTMLCanvasElement);
  const button = element('camera', HTMLButtonElement);
  let camera: Camera | undefined;
  let isStarting = false;

  function stop(): void {
    if (!camera) return;
    camera.stop();
    camera = undefined;
    show();
    onOff();
  }

  function show(): void {
    video.hidden = camera === undefined;
    if (!camera) input.hidden = true;
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
      if (isStarting) return;
      isStarting = true;
      camera = await startCamera(video, stop).finally(() => {
        isStarting = false;
      });
      resolveNote('camera');
      show();
      onOn();
      follow();
    },
    notesOf('camera'),
  );

  function picture(format: Format): HTMLCanvasElement | undefined {
    if (!camera) return undefined;
    const seen = inMirror(fitInto(video, format, 'cover'));
    const turned = turn(seen, format);
    input.hidden = turned === undefined;
    if (!turned) return seen;
    [input.width, input.height] = [turned.width, turned.height];
    input.getContext('2d')?.drawImage(turned, 0, 0);
    return turned;
  }

  return { picture, stop };
}

/** As whoever sits before the camera sees the video, so that the result moves the same way. */
function inMirror(picture: HTMLCanvasElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.scale(-1, 1);
  context?.drawImage(picture, -picture.width, 0);
  return canvas;
}
