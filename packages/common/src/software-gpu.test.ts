import { expect, test } from '@jest/globals';
import { isSoftwareGpu } from './index.ts';

test.each([
  'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  'llvmpipe (LLVM 17.0.6, 256 bits)',
  'Mesa lavapipe',
  'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'Apple Software Renderer',
])('%s is a program that plays a graphics card', (names) => {
  expect(isSoftwareGpu(names)).toBe(true);
});

test.each(['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060)', 'apple m2', 'Intel(R) UHD Graphics 620', ''])(
  '%s is a graphics card',
  (names) => {
    expect(isSoftwareGpu(names)).toBe(false);
  },
);
