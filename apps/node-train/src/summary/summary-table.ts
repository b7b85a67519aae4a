import type { NetworkSummary, NetworksToSummarize } from './networks.ts';

/** The networks as tables, layer by layer as Keras prints them; 80 columns wide where the names are short. */
export function summaryTable({ generator, discriminator }: NetworksToSummarize): string[] {
  const table = tableOf('Generator', generator);
  return discriminator ? [...table, '', ...tableOf('Discriminator', discriminator)] : table;
}

function tableOf(title: string, { inputShape, layers, parameters }: NetworkSummary): string[] {
  const widest = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const name = Math.max(7, 1 + widest(layers.map((layer) => layer.name)));
  const words = widest(layers.map((layer) => layer.layers));
  const line = (block: string, text: string, shape: string, count: string) =>
    `${block.padEnd(name)}${text.padEnd(words)} ${shape.padStart(11)}${count.padStart(11)}`;
  const rule = '-'.repeat(line('', '', '', '').length);
  return [
    `${title}: ${withCommas(parameters)} parameters, ${megabytes(parameters)} as float32`,
    rule,
    line('Block', 'Layers', 'Output', 'Parameters'),
    rule,
    line('input', '', inputShape.join('x'), ''),
    ...layers.map(({ name: block, layers: text, outputShape, parameters: count }) =>
      line(block, text, outputShape.join('x'), withCommas(count)),
    ),
    rule,
    line('total', '', '', withCommas(parameters)),
  ];
}

/** 54404099 as 54,404,099, whatever the machine's language. */
function withCommas(count: number): string {
  return count.toLocaleString('en-US');
}

function megabytes(parameters: number): string {
  const size = (parameters * 4) / 1e6;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} MB`;
}
