/** Writes the files that `tools/reference/exported_fixture.py` gives to PyTorch, into the folder that is named. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeTorchFile } from '../encode-torch-file.ts';
import { generatorForTorch } from '../torch-tensors.ts';
import { TORCH_EXPORTS } from './formula-generators.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Expected a folder, got none. Name the one for the files.');
for (const [name, { form, generator }] of Object.entries(TORCH_EXPORTS))
  writeFileSync(
    join(folder, `${name}.pth`),
    Buffer.concat([...encodeTorchFile(generatorForTorch(form, generator).tensors)]),
  );
