import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import * as core from '@tensorflow/tfjs-core';
import { requireOutside } from './evaluate-module.ts';

const folder = temporaryFolder();

function write(files: Record<string, string>): void {
  mkdirSync(join(folder.path, 'dist/kernels'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
}

test('modules outside of any project find each other, and the parts of TensorFlow.js that this package depends on', () => {
  write({
    'dist/main.js':
      "exports.named = require('./kernels/a').value; exports.core = require('@tensorflow/tfjs').getBackend; exports.version = require('../package.json').version; exports.sep = require('path').sep;",
    'dist/kernels/a.js': "module.exports = { value: require('../main').named === undefined ? 'a circle' : 'late' };",
    'package.json': '{"version":"4.22.0"}',
  });
  const main = requireOutside(folder.path)('dist/main.js') as Record<string, unknown>;
  expect(main).toMatchObject({ named: 'a circle', version: '4.22.0' });
  expect(main.core).toBe(core.getBackend);
});

test('a module is evaluated once', () => {
  write({ 'dist/main.js': 'exports.made = {};' });
  const load = requireOutside(folder.path);
  expect(load('dist/main.js')).toBe(load('dist/main'));
});

test('a module that is missing is one line', () => {
  write({ 'dist/main.js': "require('./none');" });
  expect(() => requireOutside(folder.path)('dist/main.js')).toThrow(
    /^Expected a module at .*none, got none\. Install the native engine again\.$/,
  );
});
