import type { CheckCalls } from '../check/check-calls.ts';
import { type CheckReport, isRight, shownError, shownTime, textOf, verdictOf } from '../check/check-report.ts';
import type { CheckProgress } from '../check/run-check.ts';
import { callWorker } from '../worker/call-worker.ts';
import { lineOf } from '../worker/calls.ts';
import { startWorker } from '../worker/start-worker.ts';
import { element, onClick } from './element.ts';
import { showNote } from './note.ts';

/**
 * Checks the visitor's graphics card, and shows what was found, with a text to copy.
 *
 * @param seconds for the measurement of speeds
 */
export async function startCheckPart(seconds: number): Promise<void> {
  const words = element('check-words', HTMLParagraphElement);
  const bar = element('check-bar', HTMLProgressElement);
  const worker = callWorker<CheckCalls>(startWorker('check'), {
    onNews: (news) => {
      const { words: said, share } = news as CheckProgress;
      words.textContent = said;
      bar.value = share;
    },
  });
  try {
    show(await worker.call('check', { seconds }));
  } catch (error) {
    words.textContent = lineOf(error);
  } finally {
    bar.hidden = true;
    worker.end();
  }
}

function show(report: CheckReport): void {
  const { card, readMilliseconds, kernels } = report;
  const played = card.software ? ', which the processor plays' : '';
  element('check-words', HTMLParagraphElement).textContent =
    `${verdictOf(report)} On ${card.name}${played}; a value is read within ${shownTime(readMilliseconds)}.`;
  const rows = kernels.map((kernel) => {
    const { name, error, milliseconds, speed = '', remark = '' } = kernel;
    const row = document.createElement('tr');
    if (error !== undefined && !isRight(kernel)) row.className = 'wrong';
    row.append(
      ...[breakable(name), shownError(error), shownTime(milliseconds), speed || remark].map((text, column) => {
        const cell = document.createElement(column === 0 ? 'th' : 'td');
        cell.textContent = text;
        return cell;
      }),
    );
    return row;
  });
  element('check-rows', HTMLTableSectionElement).replaceChildren(...rows);
  const text = element('check-text', HTMLTextAreaElement);
  text.value = textOf(report);
  element('check-result', HTMLElement).hidden = false;
  onClick('copy-check', () => copy(text), showNote);
}

/** A name like `InstanceNormGrad` that may be broken between its words, on a phone. */
function breakable(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '\u200b');
}

async function copy(text: HTMLTextAreaElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text.value);
    showNote('The text was copied.');
  } catch {
    text.select();
    showNote('The text is selected; copy it with your keyboard.');
  }
}
