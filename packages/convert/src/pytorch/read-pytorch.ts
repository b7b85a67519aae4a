import { ConvertError, quote } from '../convert-error.ts';
import { refuseOtherFiles } from '../other-files.ts';
import type { PickleValue } from '../pickle/pickle-values.ts';
import { unpickle } from '../pickle/unpickle.ts';
import { isZip, readStoredZip } from '../stored-zip.ts';
import { isPytorchStream, readPytorchStream } from './read-pytorch-stream.ts';
import type { StorageKind } from './storage-kinds.ts';
import { type Storage, type TorchValue, torchFormat } from './torch-values.ts';

/**
 * What `torch.save` wrote, as data: dicts, lists, plain values and tensors. Nothing of the file is run.
 *
 * @throws ConvertError for a file of another kind, one that is incomplete, or one that asks for anything but tensors and plain containers
 */
export function readPytorch(bytes: Uint8Array): PickleValue<TorchValue> {
  if (isZip(bytes)) return readArchive(bytes);
  if (isPytorchStream(bytes)) return readPytorchStream(bytes);
  refuseOtherFiles(bytes);
  throw new ConvertError(
    'Expected a .pth of PyTorch, a .pict, an ONNX model or a model.json, got something else. Check the file.',
  );
}

/** The format since PyTorch 1.6: an archive with a pickle and a file for each storage. */
function readArchive(bytes: Uint8Array): PickleValue<TorchValue> {
  const entries = readStoredZip(bytes);
  const pickles = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (entries.has('model.weights.h5'))
    throw new ConvertError(
      'Expected the weights of a generator, got a .keras file. Save the model as .h5 and convert it: tensorflowjs_converter --input_format keras FILE.h5 FOLDER.',
    );
  if (pickle === undefined || pickles.length > 1)
    throw new ConvertError(
      `Expected an archive of torch.save, got a zip file without a data.pkl of its own. Give the .pth file itself.`,
    );
  const folder = pickle.slice(0, -'data.pkl'.length);
  if (entries.has(`${folder}constants.pkl`))
    throw new ConvertError(
      'Expected a state dict, got a TorchScript program. Save model.state_dict() with torch.save.',
    );
  refuseBigEndian(entries.get(`${folder}byteorder`));
  const storage = (key: string, kind: StorageKind, count: number): Storage => {
    const data = entries.get(`${folder}data/${key}`);
    if (!data)
      throw new ConvertError(`Expected a storage ${quote(key)} in the archive, got none. Copy the file again.`);
    if (data.length < count * kind.bytes)
      throw new ConvertError(
        `Expected ${count * kind.bytes} bytes in storage ${quote(key)}, got ${data.length}. Copy the file again.`,
      );
    return { kind, count, bytes: () => data };
  };
  return unpickle(entries.get(pickle) as Uint8Array, torchFormat(storage)).value;
}

/** Big-endian machines (IBM Z) write their own order, which this does not turn around. */
function refuseBigEndian(byteOrder: Uint8Array | undefined): void {
  if (byteOrder && new TextDecoder().decode(byteOrder) !== 'little')
    throw new ConvertError(
      'Expected little-endian values, got a file of a big-endian machine. Save it again on an ordinary one.',
    );
}
