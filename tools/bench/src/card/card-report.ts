import type { KernelTime } from '../process/kernel-profile.ts';
import type { CardProfile } from './profile-process.ts';
import type { CardTimes } from './time-process.ts';

/** A part of the report: what it found, or in one line why there is nothing. */
export type Part<Found> = Found | { missing: string };

/** Passed and failed tests of an engine on this card, and the names of the failed ones. */
export type TestsOnCard = { passed: number; failed: number; names: string[] };

/** All that was seen of a graphics card. */
export type CardReport = {
  date: string;
  machine: string;
  card: Part<{ name: string; software: boolean }>;
  /** By project: `webgpu`, `native`. */
  tests: Record<string, Part<TestsOnCard>>;
  /** By model, then by engine: `webgpu`, `webgpu forms`, `native, tf32`, `torch cuda, amp`. */
  times: Record<string, Record<string, Part<CardTimes>>>;
  /** By model, and in Winograd's forms. */
  profiles: Record<string, Part<CardProfile>>;
};

/** The report for people. */
export function reportLines({ date, machine, card, tests, times, profiles }: CardReport): string[] {
  const name = told(card, ({ name, software }) => `${name}${software ? ', played by the processor' : ''}`);
  return [
    `Card      ${name}`,
    `Machine   ${machine}, ${date}`,
    ...Object.entries(tests).map(([project, part]) => `Tests     ${project} ${told(part, testsLine)}`),
    ...Object.entries(times).flatMap(([model, engines]) => [
      '',
      `${model}, a training step and a translation, in ms`,
      ...Object.entries(engines).map(
        ([engine, part]) =>
          `  ${engine.padEnd(26)} ${told(part, (found) => `${ms(found.trainStepMs)} ${ms(found.translateMs)}`)}`,
      ),
    ]),
    ...Object.entries(profiles).flatMap(([model, part]) => [
      '',
      `${model}, what the card spent on each shader of a step, in ms, and how often`,
      ...('missing' in part ? [`  ${told(part, () => '')}`] : profileLines(part.step)),
    ]),
  ];
}

function told<Found extends object>(part: Part<Found>, line: (found: Found) => string): string {
  return 'missing' in part ? `- ${part.missing}` : line(part);
}

const testsLine = ({ passed, failed, names }: TestsOnCard) =>
  `${passed} passed, ${failed} failed${names.map((name) => `\n          ${name}`).join('')}`;

function profileLines(kernels: readonly KernelTime[]): string[] {
  const sum = kernels.reduce((total, { ms }) => total + ms, 0);
  return [
    ...kernels.slice(0, 25),
    { name: 'all of them', ms: sum, calls: kernels.reduce((n, { calls }) => n + calls, 0) },
  ].map(({ name, ms: spent, calls }) => `  ${ms(spent)} ${String(calls).padStart(4)}  ${name}`);
}

const ms = (value: number) => value.toFixed(value < 10 ? 3 : 1).padStart(9);
