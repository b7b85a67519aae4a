import { longerSide } from '@pix2pix-ts/common';
import { isEngineChoice } from './engines/engine-choice.ts';
import { LINES, pageSettings } from './models/page-settings.ts';
import { isModelName } from './models/read-model-file.ts';
import { aboutModel } from './page/about-model.ts';
import { createCameraButton } from './page/camera-button.ts';
import { startDrawPart } from './page/draw-part.ts';
import { element, onClick } from './page/element.ts';
import { followEngineMenu, showEngine } from './page/engine-menu.ts';
import { followDrops, followFileInput, followPaste } from './page/files-in.ts';
import { createLiveResult } from './page/live-result.ts';
import { showPreparing } from './page/loading.ts';
import { createModelChoice } from './page/model-choice.ts';
import { narrowConnections } from './page/narrow-connections.ts';
import { showNote } from './page/note.ts';
import { installOffline } from './page/offline.ts';
import { followParts } from './page/parts.ts';
import { createTranslating } from './translate/translating.ts';

const asked = new URLSearchParams(location.search);
const model = addressOf(asked.get('model'));
const engine = asked.get('engine');
narrowConnections(model);

const translating = createTranslating({
  onReady(running, metadata) {
    showEngine(running);
    element('about', HTMLParagraphElement).textContent = aboutModel(metadata);
    drawPart.offer(pageSettings(metadata));
    live.setImageSize(longerSide(metadata.generator.imageSize));
    live.request();
  },
  onPreparing: showPreparing,
  onNote: showNote,
  onAutomatic() {
    element('engine', HTMLSelectElement).value = 'auto';
  },
});
const live = createLiveResult(translating, () => camera.video() ?? drawPart.canvas, showNote);
const drawPart = await startDrawPart(live.request);
const camera = createCameraButton({ onFrame: live.request, onOff: live.request, onNote: showNote });
drawPart.offer(LINES);
const models = createModelChoice(translating, model, showNote);

followEngineMenu('engine', isEngineChoice(engine) ? engine : 'auto', (choice) => {
  translating.choose(choice).catch((error: Error) => showNote(error.message));
});
const takeFiles = ([file]: File[]) => {
  if (!file) return;
  camera.stop();
  void (isModelName(file.name) ? models.takeFile(file) : drawPart.takeImage(file));
};
followDrops(element('draw', HTMLElement), element('drop', HTMLDivElement), takeFiles);
followPaste(takeFiles);
followFileInput(element('image-file', HTMLInputElement), takeFiles);
followFileInput(element('model-file', HTMLInputElement), ([file]) => file && void models.takeFile(file));
onClick('choose-image', () => element('image-file', HTMLInputElement).click(), showNote);
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-open-model]'))
  button.addEventListener('click', () => element('model-file', HTMLInputElement).click());

const showPart = followParts(async (part) => {
  if (part !== 'draw') camera.stop();
  if (part !== 'train') return;
  // Loaded when someone looks at it.
  const { startTrainPart } = await import('./page/train-part.ts');
  startTrainPart(async (bytes) => {
    showPart('draw');
    await models.takeBytes('Trained here', bytes);
  });
});

if (asked.has('check')) {
  showPart('check');
  const { startCheckPart } = await import('./page/check-part.ts');
  await startCheckPart(Number(asked.get('check')) || 25);
}
if (isEngineChoice(engine)) await translating.choose(engine);
await models.takeFirst();
installOffline();
// For tests, and for whoever wants to see in the console that the weights are the file's.
const { inspect, translate, translateBitmap } = translating;
Object.assign(globalThis, { pix2pix: { inspect, translate, translateBitmap } });

/** The address of a model that the page's own address names. */
function addressOf(text: string | null): URL | undefined {
  if (text === null) return undefined;
  try {
    return new URL(text, document.baseURI);
  } catch {
    showNote(`Expected the address of a model, got ${text}. Write ?model=https://...`);
    return undefined;
  }
}
