import { longerSide } from '@pix2pix-ts/common';
import { isEngineChoice } from './engines/engine-choice.ts';
import { galleryOf, picturesOf } from './gallery/gallery.ts';
import { builtInModels } from './models/built-in.ts';
import { LINES, pageSettings } from './models/page-settings.ts';
import { modelAmong } from './models/read-model-file.ts';
import { showAbout } from './page/about-model.ts';
import { createCameraButton } from './page/camera-button.ts';
import { startDrawPart } from './page/draw-part.ts';
import { element, onClick } from './page/element.ts';
import { followEngineMenu, showEngine, showNoTime } from './page/engine-menu.ts';
import { followDrops, followFileInput, followPaste } from './page/files-in.ts';
import { showGallery } from './page/gallery-part.ts';
import { createLinesSwitch } from './page/lines-switch.ts';
import { createLiveResult } from './page/live-result.ts';
import { showPreparing } from './page/loading.ts';
import { showCards } from './page/model-cards.ts';
import { createModelChoice } from './page/model-choice.ts';
import { narrowConnections } from './page/narrow-connections.ts';
import { notesOf, resolveNote, showNote } from './page/note.ts';
import { installOffline } from './page/offline.ts';
import { followParts } from './page/parts.ts';
import { followStopTiles } from './page/tiles-bar.ts';
import { modelFromHash } from './share/drawing-link.ts';
import { remember, remembered } from './storage/visit.ts';
import { createTranslating } from './translate/translating.ts';

const asked = new URLSearchParams(location.search);
const model = addressOf(asked.get('model'));
const engine = asked.get('engine');
narrowConnections(model);

const translating = createTranslating({
  onReady(running, metadata) {
    showEngine(running);
    showAbout(metadata);
    const settings = pageSettings(metadata);
    const { name } = metadata.training;
    const imageSize = longerSide(metadata.generator.imageSize);
    drawPart.offer(settings, { name: typeof name === 'string' ? name : undefined, imageSize });
    live.setModel({ imageSize, hints: settings.hints });
    linesSwitch.offer(settings.isKnown && settings.examples === 'lines');
    live.request();
  },
  onPreparing: showPreparing,
  onNote: notesOf('engine'),
  onAutomatic() {
    element('engine', HTMLSelectElement).value = 'auto';
  },
});
const live = createLiveResult(translating, () => {
  const seen = camera.picture(drawPart.canvas);
  return seen
    ? { picture: seen, hasLines: () => drawPart.input.kind() === 'edges', isMoving: true, fit: 'whole' }
    : drawPart.source();
});
const linesSwitch = createLinesSwitch(live.setLinesOver);
const drawPart = await startDrawPart({ onPaint: live.request, model: () => models.current(), result: live.picture });
const takeWhole = () => void drawPart.takeWhole();
followStopTiles(takeWhole);
const camera = createCameraButton({
  onOn: takeWhole,
  onFrame: live.request,
  onOff: live.request,
  turn: drawPart.input.turn,
});
drawPart.offer(LINES, { name: undefined, imageSize: 128 });
const models = createModelChoice(translating, model);

followEngineMenu('engine', isEngineChoice(engine) ? engine : 'auto', (choice) => {
  resolveNote('engine');
  showNoTime();
  translating.choose(choice).catch((error: Error) => showNote(error.message, 'engine'));
});
const takeFiles = (files: File[]) => {
  const [first] = files;
  if (!first) return;
  camera.stop();
  const model = modelAmong(files);
  void (model ? models.takeFile(model, files) : drawPart.takeImage(first));
};
followDrops(element('draw', HTMLElement), element('drop', HTMLDivElement), takeFiles);
followPaste(takeFiles);
followFileInput(element('image-file', HTMLInputElement), takeFiles);
followFileInput(element('model-file', HTMLInputElement), (files) => {
  const model = modelAmong(files) ?? files[0];
  if (model) void models.takeFile(model, files);
});
onClick('choose-image', () => element('image-file', HTMLInputElement).click(), showNote);
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-open-model]'))
  button.addEventListener('click', () => element('model-file', HTMLInputElement).click());

const showPart = followParts(async (part) => {
  remember('part', part);
  scrollTo({ top: 0 });
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
} else if (remembered('part') === 'train') showPart('train');
const builtIn = builtInModels();
showCards(builtIn);
const preferred = modelFromHash(location.hash) ?? remembered('model') ?? builtIn[0]?.id;
if (!model) await welcome();
if (isEngineChoice(engine)) await translating.choose(engine);
await models.takeFirst(preferred);
void showGallery(galleryOf(builtIn.map(({ id }) => id)), async (item) => {
  camera.stop();
  scrollTo({ top: 0 });
  await models.takeNamed(item.model);
  await drawPart.open(item);
}).catch(() => {}); // without a network, and seen for the first time
installOffline();
// For tests, and for whoever wants to see in the console that the weights are the file's.
const { inspect, translate, translateBitmap } = translating;
Object.assign(globalThis, { pix2pix: { inspect, translate, translateBitmap } });

/** An example with its result, both known before the model is there. */
async function welcome(): Promise<void> {
  const item = builtIn.some(({ id }) => id === preferred) ? galleryOf([preferred ?? ''])[0] : undefined;
  if (!item || !(await drawPart.welcome(item))) return;
  const { result } = await picturesOf(item);
  live.showMeanwhile(result);
}

/** The address of a model that the page's own address names. */
function addressOf(text: string | null): URL | undefined {
  if (text === null) return undefined;
  try {
    return new URL(text, document.baseURI);
  } catch {
    showNote(`Expected the address of a model, got ${text}. Write ?model=https://...`, 'address');
    return undefined;
  }
}
