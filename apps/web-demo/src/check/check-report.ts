/** What the check found out about one kernel. */
export type KernelResult = {
  readonly name: string;
  /** The largest difference from what was expected, relative to the largest expected value. */
  readonly error?: number;
  /** Of a call on large tensors. */
  readonly milliseconds?: number;
  /** What was done in a second: such as `120 GFLOP/s` or `95 GB/s`. */
  readonly speed?: string;
  /** Why something is missing: it is not checked, it failed, or there was no time. */
  readonly remark?: string;
};

/** The card, as the browser describes it. */
export type CardReport = {
  readonly name: string;
  readonly software: boolean;
  /** Names and values, as the browser has them. */
  readonly info: Readonly<Record<string, string>>;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
};

/** All that the check found out. */
export type CheckReport = {
  readonly browser: string;
  readonly card: CardReport;
  /** Milliseconds until a value that has been computed can be read. */
  readonly readMilliseconds: number;
  /** A typical layer by the direct product and by Winograd's form, in milliseconds; not of a processor that plays the card. */
  readonly layer?: { readonly direct: number; readonly form: number } | undefined;
  readonly kernels: readonly KernelResult[];
  /** What went wrong apart from single kernels. */
  readonly errors: readonly string[];
};

/** Relative to the largest value: float32 has 7 digits, and sums lose some. */
const TOLERANCE = 1e-4;

/** Whether the kernel gave what it should. */
export function isRight({ error }: KernelResult): boolean {
  return error !== undefined && error <= TOLERANCE;
}

/** In words: how many kernels are right, and which are not. */
export function verdictOf({ kernels }: CheckReport): string {
  const checked = kernels.filter(({ error, remark }) => error !== undefined || remark?.startsWith(FAILED));
  const wrong = checked.filter((kernel) => !isRight(kernel)).map(({ name }) => name);
  if (checked.length === 0) return 'Nothing could be checked.';
  if (wrong.length === 0) return `All ${checked.length} kernels compute what they should.`;
  return `${wrong.length} of ${checked.length} kernels do not compute what they should: ${wrong.join(', ')}.`;
}

/** What the remark about a kernel that threw begins with. */
export const FAILED = 'failed: ';

/** An error as a number that one reads at a glance. */
export const shownError = (error: number | undefined) =>
  error === undefined ? '' : error === 0 ? '0' : error.toExponential(1);

/** Milliseconds with three digits. */
export const shownTime = (milliseconds: number | undefined) =>
  milliseconds === undefined ? '' : `${Number(milliseconds.toPrecision(3))} ms`;

/** The report as text for an issue. */
export function textOf(report: CheckReport): string {
  const { browser, card, readMilliseconds, layer, kernels, errors } = report;
  const pairs = (of: Readonly<Record<string, string | number>>) =>
    Object.entries(of)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const rows = kernels.map((kernel) =>
    [kernel.name, shownError(kernel.error), shownTime(kernel.milliseconds), kernel.speed ?? '', kernel.remark ?? '']
      .join(' | ')
      .trimEnd(),
  );
  return [
    `pix2pix-ts self-check: ${verdictOf(report)}`,
    '',
    `Browser: ${browser}`,
    `Card: ${card.name}${card.software ? ' (played by the processor)' : ''}`,
    `Info: ${pairs(card.info)}`,
    `Features: ${card.features.join(', ') || 'none'}`,
    `Limits: ${pairs(card.limits)}`,
    `A read: ${shownTime(readMilliseconds)}`,
    `A layer: ${layer ? `${shownTime(layer.direct)}, in Winograd's form ${shownTime(layer.form)}` : 'not measured'}`,
    `Errors: ${errors.join('; ') || 'none'}`,
    '',
    'kernel | largest error | a call | speed | remark',
    '--- | --- | --- | --- | ---',
    ...rows,
  ].join('\n');
}
