import type { Browser, Page } from 'playwright-core';
import type { Answering, PageName, Questions } from '../pages/questions.ts';

/** The seconds after which a page that does not answer is given up, on a busy machine too. */
const PATIENCE = 90;
/** The same for one that compiles tens of shaders for a GPU that the processor plays: half a minute of its time. */
export const PATIENCE_WITH_SHADERS = 250;

/** What a page answered, or one text with all that it said before it failed. */
export type Asked<Answer> = { answer: Answer } | { failure: string };

/** Opens a page, asks it, and closes it. */
export function askPage<Name extends PageName>(
  browser: Browser,
  address: string,
  ask: Questions[Name]['ask'],
  patience?: number,
): Promise<Asked<Questions[Name]['answer']>> {
  return withPage(browser, address, (page) => answerOf<Name>(page, ask), undefined, patience);
}

/** Opens a page, talks with it, and closes it; `said` grows with what its console shows. */
export async function withPage<Answer>(
  browser: Browser,
  address: string,
  talk: (page: Page, said: readonly string[]) => Promise<Answer>,
  prepare: (page: Page) => Promise<unknown> = async () => {},
  patience = PATIENCE,
): Promise<Asked<Answer>> {
  const page = await browser.newPage();
  const { said, failed } = listenTo(page);
  const opened = async () => {
    await prepare(page);
    await page.goto(address);
    return talk(page, said);
  };
  try {
    return { answer: await Promise.race([opened(), failed, outOfPatience(patience)]) };
  } catch (error) {
    return { failure: [`${address}: ${(error as Error).message}`, ...said].join('\n') };
  } finally {
    await page.close().catch(() => {}); // it may have crashed
  }
}

/** Asks a page that is open, as soon as it can answer. */
export async function answerOf<Name extends PageName>(
  page: Page,
  ask: Questions[Name]['ask'],
): Promise<Questions[Name]['answer']> {
  // Playwright's own way of waiting evaluates text, which a page's policy may refuse.
  while (!(await page.evaluate(() => 'answer' in globalThis))) await page.waitForTimeout(20);
  return page.evaluate(
    (asked) => (globalThis as unknown as Answering<Name>).answer(asked as Questions[Name]['ask']),
    ask as object,
  );
}

/** Collects what a page says, and fails when the page fails. */
function listenTo(page: Page): { said: string[]; failed: Promise<never> } {
  const said: string[] = [];
  page.on('console', (message) => said.push(`console.${message.type()}: ${message.text()}`));
  page.on('response', (response) => {
    if (!response.ok()) said.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  const failed = new Promise<never>((_, reject) => {
    page.on('pageerror', (error) => reject(new Error(`uncaught ${error.stack || error.message || error}`)));
    page.on('crash', () => reject(new Error('the page crashed')));
  });
  failed.catch(() => {}); // nobody may wait for it any more
  return { said, failed };
}

function outOfPatience(seconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000).unref();
  });
}
