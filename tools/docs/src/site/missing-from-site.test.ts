import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { missingFromSite } from './missing-from-site.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-site-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

test('a site with all that it loads, links to and has to have lacks nothing', () => {
  write('index.html', '<script type="module" src="./a.js"></script><a href="docs/#top">x</a><a href="?check">y</a>');
  write('a.js', '');
  write(
    'docs/index.html',
    '<a class="b" href="../index.html?engine=wasm">x</a><a href="https://example.org/none">y</a>',
  );
  expect(missingFromSite(folder, ['a.js', 'docs/index.html'])).toEqual([]);
});

test('a file that has to be there, a script, a picture and a link out of the site are reported by their pages', () => {
  write('index.html', '<script src="a.js"></script><img alt="" src="b.png"><p title="c.html">');
  write('docs/d.html', '<a href="../../outside.html">x</a><a href="e/">y</a><script>"<a href=\\"f.html\\">"</script>');
  expect(missingFromSite(folder, ['models/colour.safetensors']).sort()).toEqual([
    'docs/d.html leads to ../../outside.html',
    'docs/d.html leads to e/',
    'index.html leads to a.js',
    'index.html leads to b.png',
    'models/colour.safetensors',
  ]);
});
