import type { RecordedStep } from './record-step.ts';
import type { Reference, Stop } from './recording.ts';

/** Calls of a step that follow each other without JavaScript between them: what is one function of TensorFlow's. */
export type Piece = {
  /** Its calls are those from `begin` to before `end`. */
  readonly begin: number;
  readonly end: number;
  /** What it needs from before it, or from outside the step. */
  readonly takes: readonly Reference[];
  /** What is needed of it after it. */
  readonly gives: readonly Reference[];
  /** What nobody needs once it is done, of what pieces and stops have given. */
  readonly ends: readonly Reference[];
  /** What JavaScript does after it, and how that is known. */
  readonly stop?: Stop & { readonly gives: readonly Reference[] };
};

/** A step in pieces, cut where it waits for JavaScript; the last one gives what the step returns. */
export function piecesOf({ recording, outputs }: RecordedStep): Piece[] {
  const { calls, stops } = recording;
  let begin = 0;
  let stopped = 0;
  const cut = [...stops, undefined].map((stop) => {
    const [from, end] = [begin, stop?.place ?? calls.length];
    const gives = stop?.values.map((_, i): Reference => `stop ${stopped + i}`) ?? [];
    [begin, stopped] = [end, stopped + gives.length];
    return { begin: from, end, ...(stop && { stop: { ...stop, gives } }) };
  });
  /** What each piece uses, and what has to be there when it is done. */
  const uses = cut.map(({ begin: from, end }) => new Set(calls.slice(from, end).flatMap(({ inputs }) => inputs)));
  const wanted = cut.map(({ stop }) => stop?.values.map(({ reference }) => reference) ?? []);
  wanted[cut.length - 1] = outputs.map(({ reference }) => reference);

  const isMadeIn = (reference: Reference, { begin: from, end }: (typeof cut)[number]) => {
    const place = placeOf(reference);
    return place !== undefined && place >= from && place < end;
  };
  return cut.map((piece, i) => {
    const isLast = i === cut.length - 1;
    const later = new Set(cut.flatMap((_, j) => (j > i ? [...(uses[j] ?? []), ...(wanted[j] ?? [])] : [])));
    const own = (wanted[i] ?? []).filter((reference) => isLast || isMadeIn(reference, piece) || isConstant(reference));
    const kept = [...later].filter((reference) => isMadeIn(reference, piece));
    const gives = isLast ? own : [...new Set([...own, ...kept])];
    const needs = new Set([...(uses[i] ?? []), ...gives]);
    const takes = [...needs].filter((reference) => !isConstant(reference) && !isMadeIn(reference, piece));
    const held = new Set([...takes, ...gives, ...(wanted[i] ?? [])]);
    const ends = [...held].filter((reference) => isTemporary(reference) && !later.has(reference));
    return { ...piece, takes: takes.sort(byKind), gives, ends };
  });
}

/** Of a value that a call gives, the call's place. */
function placeOf(reference: Reference): number | undefined {
  const [kind, place] = reference.split(/[ :]/);
  return kind === 'call' ? Number(place) : undefined;
}

const isConstant = (reference: Reference) => reference.startsWith('constant ');
const isTemporary = (reference: Reference) => /^(call|stop|constant) /.test(reference);

/** So that the same step is the same function each time. */
const byKind = (left: Reference, right: Reference) => left.localeCompare(right, 'en', { numeric: true });
