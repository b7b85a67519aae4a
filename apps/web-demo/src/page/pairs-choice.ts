import { type PhotographKind, photographKinds } from '@pix2pix-ts/data';
import { readPhotographs } from '../photographs/read-photographs.ts';
import { readPairs, readSamplePairs } from '../train/read-pairs.ts';
import type { TrainingPairs } from '../train/training-pairs.ts';
import { lineOf } from '../worker/calls.ts';
import { element, onClick } from './element.ts';
import { followDrops, followFileInput } from './files-in.ts';
import { notesOf, resolveNote, showNote } from './note.ts';
import type { SizeMenu } from './size-menu.ts';
import { stripOf } from './strip.ts';

/** The pairs that a run is to learn from. */
export type PairsChoice = {
  /** Those that were chosen last, once they are read, if they have the size that is chosen. */
  current(): TrainingPairs | undefined;
  /** Takes pairs that are there already. */
  take(pairs: TrainingPairs): void;
  /** The same pairs at the size that is chosen now. */
  readAgain(): Promise<void>;
  /** No others can be chosen while a run learns from these. */
  setLocked(isLocked: boolean): void;
};

/** What the choice needs to know, and who is told of it. */
export type PairsChoiceOptions = {
  readonly size: Pick<SizeMenu, 'chosen'>;
  /** The size is known from then on. */
  readonly sized: Promise<void>;
  /** Called when pairs are there, are being read, or are gone. */
  onChange(): void;
};

/** How many pairs are shown, so that one sees what will be learned. */
const SHOWN = 4;

const BUTTONS = ['choose-pairs', 'sample-pairs', 'choose-photographs'];

/** Takes pairs that are dropped or chosen, those of the sample set, and photographs of which pairs are made. */
export function createPairsChoice({ size, sized, onChange }: PairsChoiceOptions): PairsChoice {
  let pairs: TrainingPairs | undefined;
  let pairsSize: number | undefined;
  let reading: AbortController | undefined;
  let again: (() => Promise<void>) | undefined;
  let photographs: File[] | undefined; // those that the pairs are made of
  const kind = element('photograph-kind', HTMLSelectElement);
  const tiles = element('photograph-tiles', HTMLInputElement);

  /** What is asked for last counts; where it cannot be read, the pairs before stay. */
  async function takeBy(read: (signal: AbortSignal) => Promise<TrainingPairs>): Promise<void> {
    reading?.abort();
    const mine = new AbortController();
    const [before, { signal }] = [again, mine];
    reading = mine;
    again = () => takeBy(read);
    resolveNote('pairs');
    onChange();
    try {
      await sized;
      const found = await read(signal);
      if (signal.aborted) return;
      [pairs, pairsSize] = [found, size.chosen()];
    } catch (error) {
      if (signal.aborted) return;
      again = before;
      // Those of another size are of no use.
      if (pairsSize !== size.chosen()) pairs = undefined;
      showNote(lineOf(error), 'pairs');
    }
    reading = undefined;
    show();
  }

  function show(): void {
    showTaken(pairs);
    onChange();
  }

  const takeFiles = (files: File[]) => {
    photographs = undefined;
    return takeBy((signal) =>
      readPairs(files, {
        imageSize: size.chosen(),
        onProgress: (done, total) => signal.aborted || showWords('Reading', `${done} of ${total}`),
        onNote: notesOf('pairs'),
      }),
    );
  };
  const takePhotographs = (files: File[]) => {
    photographs = files;
    return takeBy((signal) =>
      readPhotographs(files, {
        kind: kindOf(kind.value),
        tile: tiles.checked,
        imageSize: size.chosen(),
        onProgress: (title, done, total) => signal.aborted || showWords(title, `${done} of ${total}`),
        onNote: notesOf('pairs'),
        signal,
      }),
    );
  };
  const takeSample = () => {
    photographs = undefined;
    return takeBy(() => readSamplePairs(size.chosen()));
  };

  // Before the rest of the part, which takes what is dropped beside it.
  followDrops(
    element('drop-photographs', HTMLDivElement),
    element('drop-photographs', HTMLDivElement),
    takePhotographs,
  );
  followDrops(element('train', HTMLElement), element('drop-pairs', HTMLDivElement), takeFiles);
  followFileInput(element('pair-files', HTMLInputElement), takeFiles);
  followFileInput(element('photograph-files', HTMLInputElement), takePhotographs);
  onClick('choose-pairs', () => element('pair-files', HTMLInputElement).click(), showNote);
  onClick('choose-photographs', () => element('photograph-files', HTMLInputElement).click(), showNote);
  onClick('sample-pairs', takeSample, showNote);
  for (const setting of [kind, tiles])
    setting.addEventListener('change', () => void (photographs && takePhotographs(photographs)));

  return {
    current: () => (reading || pairsSize !== size.chosen() ? undefined : pairs),
    take(given) {
      reading?.abort();
      reading = undefined;
      again = undefined;
      photographs = undefined;
      [pairs, pairsSize] = [given, given.train[0]?.a.width];
      show();
    },
    async readAgain() {
      if (again) await again();
      else onChange();
    },
    setLocked(isLocked) {
      for (const id of BUTTONS) element(id, HTMLButtonElement).disabled = isLocked;
      kind.disabled = isLocked;
      tiles.disabled = isLocked;
    },
  };
}

function kindOf(value: string): PhotographKind {
  return photographKinds.find((each) => each === value) ?? 'edges';
}

function showTaken(pairs: TrainingPairs | undefined): void {
  const preview = element('pairs-preview', HTMLDivElement);
  const expected = element('pairs-expected', HTMLParagraphElement);
  expected.hidden = pairs?.expected === undefined;
  expected.textContent = pairs?.expected ?? '';
  preview.hidden = pairs === undefined;
  preview.replaceChildren();
  if (!pairs) {
    showWords('No pairs yet', '');
    return;
  }
  const { title, train, heldOut } = pairs;
  showWords(title, `${train.length} pairs to train on, ${heldOut.length} held out`);
  const shown = Math.min(SHOWN, train.length);
  for (let place = 0; place < shown; place++) {
    const pair = train[Math.floor(((place + 0.5) * train.length) / shown)];
    if (pair) preview.append(stripOf([pair.a, pair.b], `${pair.name}: input, target`));
  }
}

function showWords(title: string, text: string): void {
  element('pairs-title', HTMLElement).textContent = title;
  element('pairs-text', HTMLSpanElement).textContent = text;
}
