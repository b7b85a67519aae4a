import { builtInModels } from '../models/built-in.ts';
import { fetchModel } from '../models/kept-model.ts';
import { readModelFile } from '../models/read-model-file.ts';
import type { Translating } from '../translate/translating.ts';
import { lineOf } from '../worker/calls.ts';
import { element } from './element.ts';
import { showLoading, showNoModel, showProgress } from './loading.ts';
import { hideNote } from './note.ts';

/** The models that the page can take, as a menu. */
export type ModelChoice = {
  /** Takes the model of the page's address, or the first that comes with the page; shows that there is none otherwise. */
  takeFirst(): Promise<void>;
  takeFile(file: File): Promise<void>;
  takeBytes(title: string, bytes: Uint8Array): Promise<void>;
};

type Entry = { title: string; bytes: (signal: AbortSignal) => Promise<Uint8Array> };

const OPEN = 'open';

/** Fills the menu of models and loads what is chosen; the one before stays where a model cannot be loaded. */
export function createModelChoice(
  translating: Translating,
  asked: URL | undefined,
  onNote: (note: string) => void,
): ModelChoice {
  const menu = element('model', HTMLSelectElement);
  const entries: Entry[] = [
    ...(asked ? [fetched(nameOf(asked), asked, onNote)] : []),
    ...builtInModels().map(({ title, address }) => fetched(title, address, onNote)),
  ];
  let taken: Entry | undefined;
  let loading: AbortController | undefined;

  function showMenu(): void {
    const options = entries.map(
      ({ title }, place) => new Option(title, String(place), false, entries[place] === taken),
    );
    const none = taken ? [] : [new Option('none', '', true, true)];
    menu.replaceChildren(...none, ...options, new Option('Open a file …', OPEN));
  }

  async function take(entry: Entry): Promise<void> {
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    showLoading(entry.title);
    try {
      const bytes = await entry.bytes(signal);
      if (signal.aborted) return;
      await translating.load(bytes);
      taken = entry;
      hideNote();
    } catch (error) {
      if (signal.aborted) return; // another one is coming
      onNote(lineOf(error));
      const place = entries.indexOf(entry);
      if (entry !== taken && entry.title !== '' && place >= 0 && !isFetched(entry)) entries.splice(place, 1);
    } finally {
      if (!signal.aborted) {
        showMenu();
        showLoading(undefined);
        if (!taken) showNoModel();
      }
    }
  }

  function takeNew(title: string, bytes: Entry['bytes']): Promise<void> {
    const entry = { title, bytes };
    entries.push(entry);
    return take(entry);
  }

  menu.addEventListener('change', () => {
    const entry = entries[Number(menu.value)];
    if (menu.value === OPEN) element('model-file', HTMLInputElement).click();
    else if (entry) void take(entry);
    menu.value = taken ? String(entries.indexOf(taken)) : '';
  });
  showMenu();

  return {
    async takeFirst() {
      const [first] = entries;
      if (first) await take(first);
      else showNoModel();
    },
    takeFile: (file) => takeNew(file.name, () => readModelFile(file)),
    takeBytes: (title, bytes) => takeNew(title, async () => bytes),
  };
}

const FETCHED = new WeakSet<Entry>();

function fetched(title: string, address: URL, onNote: (note: string) => void): Entry {
  const entry: Entry = {
    title,
    bytes: (signal) => fetchModel(address, { signal, onProgress: showProgress, onNote }),
  };
  FETCHED.add(entry);
  return entry;
}

/** Whether choosing it again may help. */
function isFetched(entry: Entry): boolean {
  return FETCHED.has(entry);
}

function nameOf({ pathname }: URL): string {
  return pathname.split('/').at(-1) || 'model';
}
