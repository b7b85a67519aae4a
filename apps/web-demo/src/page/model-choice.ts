import { builtInModels } from '../models/built-in.ts';
import { fetchModel } from '../models/kept-model.ts';
import { readModelFile } from '../models/read-model-file.ts';
import { remember } from '../storage/visit.ts';
import { shownText } from '../text/shown-text.ts';
import type { Translating } from '../translate/translating.ts';
import { lineOf } from '../worker/calls.ts';
import { element } from './element.ts';
import { showLoading, showNoModel, showProgress } from './loading.ts';
import { notesOf, resolveNote, showNote } from './note.ts';

/** The models that the page can use, as a menu. */
export type ModelChoice = {
  /**
   * Loads the model of the page's address, or the first that comes with the page; shows that there is none otherwise.
   *
   * @param preferred the name of the one that is first
   */
  takeFirst(preferred: string | undefined): Promise<void>;
  /** Loads a model that comes with the page, unless it is the one that is there. */
  takeNamed(id: string): Promise<void>;
  /** The name of the model that is there, where it comes with the page. */
  current(): string | undefined;
  takeFile(file: File, together: readonly File[]): Promise<void>;
  takeBytes(title: string, bytes: Uint8Array): Promise<void>;
};

type Entry = { title: string; id?: string; bytes: (signal: AbortSignal) => Promise<Uint8Array> };

const OPEN = 'open';
/** Of a model's name in the menu: a file's may be of any length. */
const MOST_OF_TITLE = 60;

/** Fills the menu of models and loads what is chosen; the one before stays where a model cannot be loaded. */
export function createModelChoice(translating: Translating, asked: URL | undefined): ModelChoice {
  const menu = element('model', HTMLSelectElement);
  const entries: Entry[] = [
    ...(asked ? [fetched(nameOf(asked), asked)] : []),
    ...builtInModels().map(({ id, title, address }) => fetched(title, address, id)),
  ];
  let taken: Entry | undefined;
  let loading: AbortController | undefined;

  function showMenu(): void {
    const options = entries.map(
      ({ title }, place) => new Option(shownText(title, MOST_OF_TITLE), String(place), false, entries[place] === taken),
    );
    const none = taken ? [] : [new Option(loading ? 'loading …' : 'none', '', true, true)];
    menu.replaceChildren(...none, ...options, new Option('Open a file …', OPEN));
  }

  async function take(entry: Entry, isSecond = false): Promise<void> {
    loading?.abort();
    loading = new AbortController();
    const { signal } = loading;
    showLoading(entry.title);
    if (!taken) showMenu();
    try {
      const bytes = await entry.bytes(signal);
      if (signal.aborted) return;
      await translating.load(bytes);
      taken = entry;
      if (entry.id !== undefined) remember('model', entry.id);
      // Not where it replaced the other one: then the line says why.
      if (!isSecond) resolveNote('model');
    } catch (error) {
      if (signal.aborted) return; // another one is coming
      showNote(lineOf(error), 'model');
      const place = entries.indexOf(entry);
      if (entry !== taken && entry.title !== '' && place >= 0 && !isFetched(entry)) entries.splice(place, 1);
    } finally {
      if (!signal.aborted) {
        loading = undefined;
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
    current: () => taken?.id,
    async takeNamed(id) {
      const entry = entries.find((each) => each.id === id);
      if (entry && entry !== taken) await take(entry);
    },
    async takeFirst(preferred) {
      // The built-in one where that of the page's address cannot be had. Someone may choose another one meanwhile.
      const second = entries[1];
      const first = asked ? entries[0] : (entries.find(({ id }) => id !== undefined && id === preferred) ?? entries[0]);
      if (!first) return showNoModel();
      await take(first);
      if (second && asked && !taken && !loading) await take(second, true);
    },
    takeFile: (file, together) => takeNew(file.name, () => readModelFile(file, together)),
    takeBytes: (title, bytes) => takeNew(title, async () => bytes),
  };
}

const FETCHED = new WeakSet<Entry>();

function fetched(title: string, address: URL, id?: string): Entry {
  const onNote = notesOf('storage');
  const entry: Entry = {
    title,
    ...(id !== undefined && { id }),
    bytes: (signal) => fetchModel(address, { signal, onProgress: showProgress, onNote }),
  };
  FETCHED.add(entry);
  return entry;
}

/** Whether choosing it again can help. */
function isFetched(entry: Entry): boolean {
  return FETCHED.has(entry);
}

function nameOf({ pathname }: URL): string {
  return pathname.split('/').at(-1) || 'model';
}
