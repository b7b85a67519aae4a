import { readJson } from './read-fixture.ts';

/** How far PyTorch's initialisations spread the values of kernels. */
export type InitsFixture = {
  gain: number;
  cases: {
    /** Of the initialisation. */
    name: string;
    /** [height, width, in, out] of a convolution, [height, width, out, in] of a transposed one. */
    shape: number[];
    /** The root of the mean square. */
    deviation: number;
  }[];
};

/** Reads the fixture of initialisations, which tools/reference/inits_fixture.py writes. */
export function readInitsFixture(): InitsFixture {
  return readJson<InitsFixture>('inits.json');
}
