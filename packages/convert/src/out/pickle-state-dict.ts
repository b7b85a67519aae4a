import { valueCount } from '../foreign-tensor.ts';
import type { TorchTensor } from './torch-tensors.ts';

/** Opcodes of pickle's protocol 2, as Python's `pickletools` names them. */
const PROTO = 0x80;
const MARK = 0x28;
const EMPTY_TUPLE = 0x29;
const STOP = 0x2e;
const BININT = 0x4a;
const REDUCE = 0x52;
const BINUNICODE = 0x58;
const BINPERSID = 0x51;
const GLOBAL = 0x63;
const TUPLE = 0x74;
const SETITEMS = 0x75;
const LONG1 = 0x8a;
const NEWFALSE = 0x89;

const STORAGES = { F32: 'FloatStorage', I64: 'LongStorage' } as const;

/**
 * The pickle of a state dict, as `torch.save` writes it: an OrderedDict of tensors, the storage of each a file of its own by
 * its number. It names nothing but that dict, storages and the function that makes a tensor, so `weights_only=True` takes it.
 */
export function pickleStateDict(tensors: readonly TorchTensor[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [PROTO, 2];
  const text = (value: string) => {
    const utf8 = new TextEncoder().encode(value);
    bytes.push(BINUNICODE, ...littleEndian(utf8.length, 4), ...utf8);
  };
  const global = (module: string, name: string) =>
    bytes.push(GLOBAL, ...new TextEncoder().encode(`${module}\n${name}\n`));
  const integer = (value: number) => {
    if (value < 2 ** 31) bytes.push(BININT, ...littleEndian(value, 4));
    else bytes.push(LONG1, 8, ...littleEndian(value, 8));
  };
  const tuple = (write: () => void) => {
    bytes.push(MARK);
    write();
    bytes.push(TUPLE);
  };
  const orderedDict = () => {
    global('collections', 'OrderedDict');
    bytes.push(EMPTY_TUPLE, REDUCE);
  };

  orderedDict();
  bytes.push(MARK);
  for (const [index, { name, dtype, shape }] of tensors.entries()) {
    text(name);
    global('torch._utils', '_rebuild_tensor_v2');
    tuple(() => {
      tuple(() => {
        text('storage');
        global('torch', STORAGES[dtype]);
        text(String(index));
        text('cpu');
        integer(valueCount(shape));
      });
      bytes.push(BINPERSID);
      integer(0); // where it begins in its storage
      tuple(() => shape.forEach(integer));
      tuple(() => stridesOf(shape).forEach(integer));
      bytes.push(NEWFALSE); // requires no gradient
      orderedDict(); // has no hooks
    });
    bytes.push(REDUCE);
  }
  bytes.push(SETITEMS, STOP);
  return Uint8Array.from(bytes);
}

/** How far apart the values along each axis are, row by row. */
function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => valueCount(shape.slice(axis + 1)));
}

function littleEndian(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Math.floor(value / 256 ** i) % 256);
}
