import { sizeText } from '@pix2pix-ts/common';
import { metrics } from '@pix2pix-ts/metrics';
import type { ModelMetadata } from '@pix2pix-ts/models';
import type { DrawingsJudged, RegionsJudged } from './drawings/judge-drawings.ts';
import type { Beside, HeldOut } from './measure-held-out.ts';
import type { ModelConfig } from './model-config.ts';

/** What the file of a packaged model says in addition to what training wrote, under `training`. */
export type PackagedTraining = {
  readonly name: string;
  readonly attribution: string;
  readonly dataSet: ModelConfig['data'];
  readonly heldOut: HeldOut;
  /** Which pairs were taken, in words; missing in files before it was said here. */
  readonly pairsTaken?: string;
  /** Where the model is for drawings. */
  readonly drawings?: DrawingsJudged;
};

const WEIGHTS = { int8: '8 bits', float16: 'float16' } as const;
const BEGIN = '<!-- From here on: written by `npm run model`, out of the metadata of model.safetensors. -->';
const END = '<!-- Up to here. -->';

/** A model card with its figures replaced. @throws one line where the card has no place for them */
export function withFigures(card: string, metadata: ModelMetadata, bytes: number): string {
  const [before, rest] = card.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`Expected the lines '${BEGIN}' and '${END}' in the model card, got none. Put them in.`);
  return `${before}${BEGIN}\n\n${figures(metadata, bytes)}\n\n${END}${after}`;
}

function figures(metadata: ModelMetadata, bytes: number): string {
  const { heldOut, drawings } = metadata.training as PackagedTraining;
  return [
    '## How it was trained',
    trained(metadata),
    '## How good it is',
    quality(heldOut, copied(metadata, bytes)),
    '![Input, output and target of held-out pairs](results.png)',
    picture(heldOut.shown),
    ...(drawings ? drawingsSection(drawings) : []),
  ].join('\n\n');
}

function trained({ generator, training, licence }: ModelMetadata): string {
  const { attribution, dataSet, pairsTaken = 'without skin tones' } = training as PackagedTraining;
  const value = (name: string) => String(training[name]);
  const groups = dataSet.groups ? `the groups ${dataSet.groups.join(', ')}` : 'all pairs';
  return table(
    ['', ''],
    [
      ['data', `${attribution}: ${groups}, ${pairsTaken}${extras(dataSet)}; ${value('pairs')} to train on; ${licence}`],
      [
        'generator',
        `U-Net, ${sizeText(generator.imageSize)} px, ${generator.filters} filters, ${generator.norm} norm, dropout ${generator.dropout}${'upsampling' in generator && generator.upsampling === 'nearest' ? ', nearest upsampling' : ''}`,
      ],
      ['losses', `${value('adversarial')} + ${value('lambda')} x ${value('reconstruction')}`],
      ['steps', `${value('steps')} of ${value('batch')} images${augmentation(training)}`],
      ['Adam', `${value('learningRate')}, ${value('schedule')}; betas ${value('beta1')} and ${value('beta2')}`],
      ['seed', value('seed')],
    ],
  );
}

function extras({ lineWidths, emptySheets, recoloured, trim }: ModelConfig['data']): string {
  const words = [
    trim && 'without their margins',
    lineWidths && `with lines ${lineWidths.join(', ')} times as wide`,
    recoloured && `each ${recoloured} times more in random colours with hints`,
    emptySheets && `and ${emptySheets} empty sheets`,
  ];
  return words
    .filter(Boolean)
    .map((each) => `, ${each}`)
    .join('');
}

function augmentation({ flip, jitter, scale, shift, hints }: ModelMetadata['training']): string {
  const [least, most] = (scale ?? [1, 1]) as [number, number];
  return [
    flip && 'half of them mirrored',
    jitter && `cut out of ${jitter} px`,
    least < 1 && `${least} to ${most} times as large${shift ? ', anywhere' : ''}`,
    hints && `a share of ${hints} with hints of colour`,
  ]
    .filter(Boolean)
    .map((words) => `, ${words}`)
    .join('');
}

function drawingsSection({ regions, emptySheet, weave }: DrawingsJudged): string[] {
  const figure = (value: number) => value.toFixed(1);
  const rows = [
    ...(regions ? regionRows(regions, figure) : []),
    ['an empty sheet, from white', figure(emptySheet.mean), figure(emptySheet.worst)],
  ];
  return [
    '## How it does on drawings',
    `Twelve drawings by pen, which are in no data set, whole, at 70 % and at 45 % and at three places (\`npm run drawings\`); in steps of 255:`,
    table(['', 'on average', 'at worst'], rows),
    `A pattern of 2, 4 or 8 pixels in a flat disc is ${figure(weave)} times as strong as what is around it in the spectrum.`,
    '![The twelve drawings, and what the model makes of them](drawings.png)',
  ];
}

function regionRows({ deviation, hinted, acrossPlaces }: RegionsJudged, figure: (value: number) => string): string[][] {
  return [
    ['deviation of the colour within what lines close in', figure(deviation.mean), figure(deviation.worst)],
    ['the same with a dot of colour in each', figure(hinted.deviation), ''],
    ["its mean colour, from the dot's", figure(hinted.distance.mean), figure(hinted.distance.worst)],
    ['the largest part, from itself at other sizes and places', figure(acrossPlaces.mean), figure(acrossPlaces.worst)],
  ];
}

function quality(heldOut: HeldOut, copy: string): string {
  const { images, baselines, groups } = heldOut;
  const row = (name: string, figures: Readonly<Record<string, unknown>>) => [
    name,
    ...metrics.names.map((metric) => (figures[metric] as number).toFixed(metrics.get(metric).digits)),
  ];
  const rows = [
    row('this file', heldOut),
    row('the input itself', baselines.input),
    ...(baselines.mean ? [row('the mean target', baselines.mean)] : []),
  ];
  const parts = [
    `On the ${images} pairs of the split \`test\`, which no step has seen; L1 on [-1, 1]:`,
    table(['', ...metrics.names.map(heading)], rows),
    `Its L1 is ${share(heldOut.l1, baselines.input.l1)} of the input's. ${copy}`,
  ];
  if (Object.keys(groups).length > 0) parts.push(byGroup(groups));
  return parts.join('\n\n');
}

function heading(metric: string): string {
  const { label, unit } = metrics.get(metric);
  return unit ? `${label} (${unit})` : label;
}

function byGroup(groups: HeldOut['groups']): string {
  const rows = Object.entries(groups).map(([name, { images, l1, input }]) => [
    name,
    String(images),
    l1.toFixed(4),
    input.toFixed(4),
    share(l1, input),
  ]);
  return table(['group', 'pairs', 'L1', 'L1 of the input', 'share'], rows);
}

function copied({ copy }: ModelMetadata, bytes: number): string {
  const size = `The file has ${(bytes / 1e6).toFixed(1)} MB`;
  if (!copy) return `${size}.`;
  const { difference, weights } = copy;
  return `${size}: its weights are in ${WEIGHTS[weights]}, and on ${difference.images} ${difference.inputs} its values differ from those of the weights as trained by ${difference.mean} of 255 on average, by ${difference.max} at most.`;
}

function picture({ images, l1, input }: Beside): string {
  return `*${images} pairs of that split, evenly from the first to the last by name: nobody chose them. L1 ${l1.toFixed(4)}, of the inputs ${input.toFixed(4)}.*`;
}

function share(l1: number, input: number): string {
  return (l1 / input).toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
