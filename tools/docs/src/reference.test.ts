import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { entryPoints, root } from './packages.ts';

test('every package has its exports in the reference', () => {
  const names = [...entryPoints().keys()];
  expect(names).toEqual(expect.arrayContaining(['@pix2pix-ts/pix2pix/node', '@pix2pix-ts/ops', '@pix2pix-ts/random']));
  expect(names).not.toContain('@pix2pix-ts/model-colour/model.safetensors');
});

test('an export, a property and a method without documentation are refused by their names', () => {
  const script = path.join(root, 'tools/docs/src/reference.ts');
  const file = path.join(root, 'tools/docs/src/testing/undocumented.ts');
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script, file], {
    cwd: root,
    encoding: 'utf8',
  });
  const refused = (stderr + stdout).matchAll(/ ([\w.]+) \(\w+\), .* does not have any documentation/g);
  expect([...refused].map(([, name]) => name).sort()).toEqual([
    'Documented.undocumentedMethod',
    'Documented.undocumentedProperty',
    'undocumented',
  ]);
  expect(status).toBe(1);
});
