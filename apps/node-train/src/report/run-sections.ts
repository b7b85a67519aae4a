import { flattenConfig } from './flatten-config.ts';
import { type Html, html } from './html.ts';
import { numberText } from './number-text.ts';
import type { Report } from './report.ts';

/** Every value of the configuration. */
export function configSection({ config }: Pick<Report, 'config'>): Html | null {
  const rows = flattenConfig(config).map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`);
  if (rows.length === 0) return null;
  return html`<section aria-labelledby="config"><h2 id="config">The configuration</h2><dl class="card config">${rows}</dl></section>`;
}

/** What the data's licence is, and what it may ask for. */
export function licenceSection({ config: { licence } }: Report): Html {
  const known = typeof licence === 'string' && licence !== '';
  return html`<section aria-labelledby="licence"><h2 id="licence">The licence</h2>
<p>${
    known
      ? html`The licence of the data is <b>${licence}</b>. What is made from it, including the model and the pictures on this page, may fall under it too.`
      : 'The data does not say what its licence is. Find out before you publish the model, or the pictures on this page.'
  }</p></section>`;
}

/** The commands that continue from here. */
export function goingOnSection({ folder, command, log, config }: Report): Html {
  const done = log.steps.at(-1)?.step ?? (typeof config.steps === 'number' ? config.steps : 0);
  const join = (name: string) => shellWord(`${folder.replace(/[\\/]$/, '')}/${name}`);
  const commands = [
    [
      'Continue training, as if it had never stopped',
      `train --resume ${shellWord(folder)} --steps ${Math.max(2 * done, 1000)}`,
    ],
    ['Translate your own pictures', `translate --model ${join('model.safetensors')} drawing.png --out out`],
  ];
  return html`<section aria-labelledby="on"><h2 id="on">What to do next</h2>${commands.map(
    ([what, line]) =>
      html`<p class="what">${what as string}</p><pre class="card"><code>${`${command} ${line}`}</code></pre>`,
  )}<p>${numberText(done)} steps are done. <code>${join('model.safetensors')}</code> is all that a web page or a program needs.</p></section>`;
}

/** A path as a shell takes it: quoted where it is not plain. */
export function shellWord(path: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(path)) return path;
  const windows = /^[A-Za-z]:|\\/.test(path);
  return windows ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
