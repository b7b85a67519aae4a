import { expect, test } from '@jest/globals';
import { noteOf } from './demo-page.ts';
import { describePage } from './page-fixture.ts';

describePage('the check of a graphics card', (fixture) => {
  test('runs known values of every kernel, and gives a text for an issue', async () => {
    const { page, context, complaints } = await fixture.open('?check=2'); // two seconds for speeds
    await page.getByText(/^(Preparing the graphics card|\w+): \d+ of \d+$/).waitFor();
    await page.locator('#check-result').waitFor({ timeout: 120_000 });
    expect(await page.locator('#check-words').textContent()).toMatch(
      /^All \d+ kernels compute what they should\. On .*swiftshader.*, which the processor plays; a value is read within [\d.]+ ms\.$/i,
    );
    const text = await page.locator('#check-text').inputValue();
    expect(text).toMatch(/^Card: .*swiftshader/im);
    expect(text).toMatch(/\bmaxBufferSize \d+/);
    expect(text).toContain('Errors: none');
    const rows = await page.locator('#check-rows tr').allTextContents();
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter((row) => row.endsWith('not checked'))).toEqual([
      'Change\u200bIn\u200bMemorynot checked',
      'Compiled\u200bStepnot checked',
    ]);
    expect(rows.filter((row) => /^Adam\u200bUpdate\d/.test(row))).toHaveLength(1);
    expect(rows[0]).toMatch(/ ms.*(GB|GFLOP)\/s$/);
    expect(text.split('\n').slice(-rows.length)[0]).toMatch(/^\w+ \| [\d.e-]+ \| [\d.]+ ms \| [\d.]+ (GB|GFLOP)\/s/);
    await page.click('#copy-check');
    expect(await noteOf(page)).toMatch(/copied|selected/);
    expect(complaints).toEqual([]);
    await context.close();
  }, 240_000);
});
