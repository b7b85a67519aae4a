import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What is written down of a step: figures and pictures by their tags. */
export type Summary =
  | { readonly kind: 'scalar'; readonly tag: string; readonly value: number }
  | {
      readonly kind: 'image';
      readonly tag: string;
      readonly png: Uint8Array;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'text'; readonly tag: string; readonly markdown: string };

/** The version of the format: with this one, TensorBoard heeds a start that purges. */
const FILE_VERSION = 'brain.Event:2';

// The numbers of the fields are those of TensorFlow's event.proto, summary.proto, tensor.proto and tensor_shape.proto.
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const VALUE = { tag: 1, simpleValue: 2, image: 4, tensor: 8, metadata: 9 } as const;
const IMAGE = { height: 1, width: 2, colorspace: 3, encoded: 4 } as const;
const TENSOR = { dtype: 1, shape: 2, stringValue: 8 } as const;
const START = 1;
const RGB = 3;
const DT_STRING = 7;

/** The message Event that an event file begins with. */
export function versionEvent(seconds: number): Uint8Array {
  return event(seconds, 0).tag(EVENT.fileVersion, WireType.LengthDelimited).string(FILE_VERSION).finish();
}

/** The message Event that makes TensorBoard forget what earlier files say of this step and of those after it. */
export function purgeEvent(seconds: number, step: number): Uint8Array {
  const log = new BinaryWriter().tag(1, WireType.Varint).int32(START).finish();
  return event(seconds, step).tag(EVENT.sessionLog, WireType.LengthDelimited).bytes(log).finish();
}

/** The message Event of a step's figures and pictures. */
export function summaryEvent(seconds: number, step: number, summaries: readonly Summary[]): Uint8Array {
  const summary = new BinaryWriter();
  for (const one of summaries) summary.tag(1, WireType.LengthDelimited).bytes(valueMessage(one));
  return event(seconds, step).tag(EVENT.summary, WireType.LengthDelimited).bytes(summary.finish()).finish();
}

/** @param seconds since 1970 */
function event(seconds: number, step: number): BinaryWriter {
  const writer = new BinaryWriter().tag(EVENT.wallTime, WireType.Bit64).double(seconds);
  return writer.tag(EVENT.step, WireType.Varint).int64(step);
}

function valueMessage(summary: Summary): Uint8Array {
  const value = new BinaryWriter().tag(VALUE.tag, WireType.LengthDelimited).string(summary.tag);
  switch (summary.kind) {
    case 'scalar':
      return value.tag(VALUE.simpleValue, WireType.Bit32).float(summary.value).finish();
    case 'image':
      return value.tag(VALUE.image, WireType.LengthDelimited).bytes(imageMessage(summary)).finish();
    case 'text':
      value.tag(VALUE.tensor, WireType.LengthDelimited).bytes(textMessage(summary.markdown));
      return value.tag(VALUE.metadata, WireType.LengthDelimited).bytes(TEXT_METADATA).finish();
  }
}

function imageMessage({ png, width, height }: Extract<Summary, { kind: 'image' }>): Uint8Array {
  const image = new BinaryWriter().tag(IMAGE.height, WireType.Varint).int32(height);
  image.tag(IMAGE.width, WireType.Varint).int32(width).tag(IMAGE.colorspace, WireType.Varint).int32(RGB);
  return image.tag(IMAGE.encoded, WireType.LengthDelimited).bytes(png).finish();
}

/** A tensor of one string. */
function textMessage(markdown: string): Uint8Array {
  const dimension = new BinaryWriter().tag(1, WireType.Varint).int64(1).finish();
  const shape = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(dimension).finish();
  const tensor = new BinaryWriter().tag(TENSOR.dtype, WireType.Varint).int32(DT_STRING);
  tensor.tag(TENSOR.shape, WireType.LengthDelimited).bytes(shape);
  return tensor.tag(TENSOR.stringValue, WireType.LengthDelimited).string(markdown).finish();
}

/** Which of TensorBoard's plugins shows it: SummaryMetadata { plugin_data { plugin_name: 'text' } }. */
const TEXT_METADATA = new BinaryWriter()
  .tag(1, WireType.LengthDelimited)
  .bytes(new BinaryWriter().tag(1, WireType.LengthDelimited).string('text').finish())
  .finish();
