import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { dropEvaluation } from './run-folder.ts';
import { openRunLog } from './run-log.ts';

const folder = temporaryFolder();

const WHOLE = '{"type":"step","step":1,"seconds":1000}';
const losses = { discriminator: 1, generator: 2, adversarial: 1, l1: 1, imagesPerSecond: 1 };

const LAST_LINES = {
  'is cut': '{"type":"step","step":2,"sec',
  'is no JSON': 'killed\n',
  'is no object': 'null\n[]\n5\n',
  'tells no seconds': '{"type":"step","step":2}\n',
  'tells seconds that are no number': '{"type":"step","step":2,"seconds":"9"}\n',
  'is zeros, as a power cut may leave them': `${'\0'.repeat(5000)}\n`,
  'is deeper than anybody can walk': `${'['.repeat(1e5)}\n`,
  'has no end': 'x'.repeat(2 ** 21),
};

test.each(Object.entries(LAST_LINES))(
  'a log whose last line %s is continued after its last complete line',
  async (_, last) => {
    writeFileSync(join(folder.path, 'log.jsonl'), `\uFEFF${WHOLE}\n${last}`);
    await dropEvaluation(folder.path, 1);
    const kept = readFileSync(join(folder.path, 'log.jsonl'), 'utf8');
    expect(kept.replace('\uFEFF', '').split('\n')[0]).toBe(WHOLE);
    writeFileSync(join(folder.path, 'log.jsonl'), `${WHOLE}\n${last}\n`);
    await (await openRunLog(folder.path)).append({ type: 'step', step: 2, ...losses });
    const added = readFileSync(join(folder.path, 'log.jsonl'), 'utf8').trimEnd().split('\n').at(-1) as string;
    expect(Math.floor(JSON.parse(added).seconds)).toBe(1000);
  },
);

test('a log that is not there yet begins at no seconds', async () => {
  await (await openRunLog(folder.path)).append({ type: 'step', step: 1, ...losses });
  expect(Math.floor(JSON.parse(readFileSync(join(folder.path, 'log.jsonl'), 'utf8')).seconds)).toBe(0);
});
