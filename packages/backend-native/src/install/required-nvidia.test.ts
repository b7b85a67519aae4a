import { expect, test } from '@jest/globals';
import { NVIDIA_WHEELS, type PinnedWheel } from './pins.ts';
import { requireNvidia } from './required-nvidia.ts';

/** As TensorFlow's wheels of 2.20.0 and 2.21.0 have it, which differ in the last one alone. */
const metadataOf = (nccl: string) => `Metadata-Version: 2.1
Name: tensorflow
Requires-Dist: numpy>=1.26.0
Provides-Extra: and-cuda
Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"
Requires-Dist: nvidia-cuda-cupti-cu12<13.0,>=12.5.82; extra == "and-cuda"
Requires-Dist: nvidia-cuda-nvcc-cu12<13.0,>=12.5.82; extra == "and-cuda"
Requires-Dist: nvidia-cuda-nvrtc-cu12<13.0,>=12.5.82; extra == "and-cuda"
Requires-Dist: nvidia-cuda-runtime-cu12<13.0,>=12.5.82; extra == "and-cuda"
Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"
Requires-Dist: nvidia-cufft-cu12<12.0,>=11.2.3.61; extra == "and-cuda"
Requires-Dist: nvidia-curand-cu12<11.0,>=10.3.6.82; extra == "and-cuda"
Requires-Dist: nvidia-cusolver-cu12<12.0,>=11.6.3.83; extra == "and-cuda"
Requires-Dist: nvidia-cusparse-cu12<13.0,>=12.5.1.3; extra == "and-cuda"
Requires-Dist: nvidia-nccl-cu12${nccl}; extra == "and-cuda"
Requires-Dist: nvidia-nvjitlink-cu12<13.0,>=12.5.82; extra == "and-cuda"
`;

test("NVIDIA's packages that are installed are those that TensorFlow 2.20 and 2.21 ask for", () => {
  for (const nccl of ['<3.0,>=2.25.1', '<3.0,>=2.27.7'])
    expect(() => requireNvidia('a.whl', metadataOf(nccl), NVIDIA_WHEELS)).not.toThrow();
});

test.each([
  ['==2.21.5', '2.32.3'],
  ['<2.32.3,>=2.27.7', '2.32.3'],
  ['>=2.32.3.1', '2.32.3'],
  ['>2.32.3', '2.32.3'],
  ['!=2.32.3', '2.32.3'],
  ['~=2.32', '2.32.3'],
])('a wheel that takes only nccl %s is refused, and the version that there is named', (range, got) => {
  expect(() => requireNvidia('a.whl', metadataOf(range), NVIDIA_WHEELS)).toThrow(
    `Expected nvidia-nccl-cu12 ${range}, as a.whl asks for, got ${got} in this package. Use TensorFlow 2.20 or 2.21.`,
  );
});

test.each(['==2.32.3', '==2.32.3.0', '>=2.32', '>2.9', '<=2.32.3', '!=2.32.4', '<3'])(
  'a wheel that takes nccl %s gets it',
  (range) => {
    expect(() => requireNvidia('a.whl', metadataOf(range), NVIDIA_WHEELS)).not.toThrow();
  },
);

test('a package that is not installed, and a wheel for processors, are refused', () => {
  const pins: PinnedWheel[] = NVIDIA_WHEELS.filter(({ name }) => name !== 'nvidia-cusolver-cu12');
  expect(() => requireNvidia('a.whl', metadataOf('>=2'), pins)).toThrow(
    /^Expected nvidia-cusolver-cu12 .*, got none in this package/,
  );
  expect(() => requireNvidia('tensorflow_cpu.whl', 'Name: tensorflow-cpu\n', NVIDIA_WHEELS)).toThrow(
    /^Expected a TensorFlow for NVIDIA GPUs, got tensorflow_cpu\.whl/,
  );
});
