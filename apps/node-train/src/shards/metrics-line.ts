import type { Merged } from './merge-manifests.ts';

/** The figures for people. */
export function metricsLine({ compared, metrics }: Merged): string {
  if (!metrics) return 'Without metrics: the list names no targets ("b").';
  const { l1, psnr, ssim } = metrics;
  const what = `${compared} ${compared === 1 ? 'image' : 'images'} beside ${compared === 1 ? 'its target' : 'their targets'}`;
  return `${what}: L1 ${l1.toFixed(4)}, PSNR ${psnr.toFixed(2)} dB, SSIM ${ssim.toFixed(4)}`;
}
