import { expect, test } from '@jest/globals';
import { shorterSide } from '@pix2pix-ts/common';
import { applyGenerator, generatorTensors } from '@pix2pix-ts/models';
import { distanceFromSamples, formulaImage, readExportedFile, readExportedOutputs } from '@pix2pix-ts/reference';
import { type Tensor, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { encodeTorchFile } from './encode-torch-file.ts';
import { TORCH_EXPORTS } from './testing/formula-generators.ts';
import { generatorForTorch } from './torch-tensors.ts';

const outputs = readExportedOutputs();

// `tools/reference/exported_fixture.py` had PyTorch load these very bytes, into the classes of those code bases.
test.each(Object.entries(TORCH_EXPORTS))(
  '%s is written byte for byte as PyTorch loaded it, and gives our picture there',
  (name, { form, generator }) => {
    const { metadata, values } = generator;
    const file = Buffer.concat([...encodeTorchFile(generatorForTorch(form, generator).tensors)]);
    expect(file.equals(readExportedFile(`${name}.pth`))).toBe(true);
    const size = shorterSide(metadata.generator.imageSize);
    const picture = tidy(() => {
      const specs = Object.entries(generatorTensors(metadata.generator));
      const tensors = Object.fromEntries(
        specs.map(([own, { shape }]): [string, Tensor] => [own, tensor(values[own] as Float32Array, [...shape])]),
      );
      const x = tensor4d(formulaImage('foreign.a', size), [1, size, size, 3]);
      return applyGenerator(metadata.generator, tensors, x).dataSync();
    });
    expect(Math.max(...picture) - Math.min(...picture)).toBeGreaterThan(0.5);
    const expected = outputs[name]?.running ?? { size: 0, samples: [] };
    expect(distanceFromSamples(name, picture, expected)).toBeLessThan(1e-5);
  },
);
