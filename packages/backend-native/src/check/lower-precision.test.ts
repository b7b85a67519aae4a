import { describe, expect, test } from '@jest/globals';
import { gpuLacks, processorLacks } from './lower-precision.ts';
import { processorFlags } from './processor.ts';

const withFlags = (flags: string) =>
  processorFlags(`processor\t: 0\nmodel name\t: A processor\nflags\t\t: fpu sse2 ${flags}\nbugs\t\t:\n`);

describe('bf16-gradients', () => {
  test.each(['avx512f avx512_bf16 avx512_vnni', 'amx_tile amx_bf16'])('are for a processor with %s', (flags) => {
    expect(processorLacks('bf16-gradients', withFlags(flags))).toBeUndefined();
  });

  test.each([withFlags('avx2 fma'), withFlags('avx512f avx512_bf16x amx_tile amx_int8'), processorFlags('')])(
    'are not for others',
    (has) => {
      expect(processorLacks('bf16-gradients', has)).toBe('the processor has neither AVX512_BF16 nor AMX');
    },
  );

  test.each(['8.0\n', '9.0\n', '12.0\n8.9\n'])('are for GPUs of compute capability %j', (capabilities) => {
    expect(gpuLacks(capabilities)).toBeUndefined();
  });

  test('are not for older GPUs, nor for those of which nothing is known', () => {
    expect(gpuLacks('9.0\n7.5\n')).toBe('a GPU here has compute capability 7.5, not 8.0 or more');
    for (const said of [undefined, '', 'No devices were found\n'])
      expect(gpuLacks(said)).toBe('nvidia-smi does not say which compute capability the GPU has');
  });
});

test('tf32 is not for processors', () => {
  expect(processorLacks('tf32', withFlags('avx512_bf16'))).toMatch(/NVIDIA GPUs/);
});
