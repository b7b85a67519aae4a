import { ConvertError } from './convert-error.ts';

type OtherFile = { readonly begins: readonly number[]; readonly at?: number; readonly line: string };

/** What people give instead of weights that can be read: its first bytes, and what to do. */
const OTHER_FILES: readonly OtherFile[] = [
  {
    begins: [0x89, 0x48, 0x44, 0x46],
    line: 'got a Keras file in HDF5. Convert it first: tensorflowjs_converter --input_format keras FILE.h5 FOLDER',
  },
  {
    begins: [0x89, 0x50, 0x4e, 0x47],
    line: 'got a PNG image. Give the file with the weights, such as latest_net_G.pth',
  },
  { begins: [0xff, 0xd8, 0xff], line: 'got a JPEG image. Give the file with the weights, such as latest_net_G.pth' },
  { begins: [0x1f, 0x8b], line: 'got a gzip archive. Unpack it, and give the file with the weights' },
  {
    begins: [0x75, 0x73, 0x74, 0x61, 0x72],
    at: 257,
    line: 'got a tar archive. Unpack it, and give the file with the weights',
  },
  { begins: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], line: 'got a NumPy array. Give the file with all the weights' },
  {
    begins: [0x54, 0x46, 0x4c, 0x33],
    at: 4,
    line: 'got a TensorFlow Lite model. Give the model that it was made from',
  },
  {
    begins: [0x7b], // of the JSON behind a length of 8 bytes
    at: 8,
    line: 'got a safetensors file. If pix2pix-ts wrote it, it is a model already; if not, save its tensors with torch.save',
  },
  { begins: [0x3c], line: 'got a web page. Download the file itself' },
];

/** @throws ConvertError where the bytes are those of a kind of file that is known, and cannot be read */
export function refuseOtherFiles(bytes: Uint8Array): void {
  const found = OTHER_FILES.find(({ begins, at = 0 }) => begins.every((byte, i) => bytes[at + i] === byte));
  if (found) throw new ConvertError(`Expected the weights of a generator, ${found.line}.`);
}
