import { pickleStateDict } from './pickle-state-dict.ts';
import type { TorchTensor } from './torch-tensors.ts';
import { writeStoredZip } from './write-stored-zip.ts';

/**
 * A state dict as a file of `torch.save`, in pieces: one tensor is in memory at a time. `torch.load(file, weights_only=True)`
 * reads it, in PyTorch 1.6 and later.
 *
 * @throws ConvertError where it would be longer than 4 GB
 */
export function* encodeTorchFile(tensors: readonly TorchTensor[]): Generator<Uint8Array<ArrayBuffer>> {
  const text = (value: string) => () => new TextEncoder().encode(value);
  yield* writeStoredZip([
    { name: 'archive/data.pkl', read: () => pickleStateDict(tensors) },
    { name: 'archive/byteorder', read: text('little') },
    ...tensors.map(({ read }, index) => ({ name: `archive/data/${index}`, read })),
    { name: 'archive/version', read: text('3\n') },
  ]);
}
