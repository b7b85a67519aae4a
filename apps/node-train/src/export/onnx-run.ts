import type { InferenceSession } from 'onnxruntime-web';
import type { GeneratorRun } from './generator-runs.ts';

type Onnxruntime = typeof import('onnxruntime-web');

/** An ONNX file that runs. */
export type OnnxRun = {
  /** As the network itself: values in [-1, 1], row by row, pixel by pixel. */
  readonly run: GeneratorRun;
  /** Frees its memory. */
  dispose(): Promise<void>;
};

/** onnxruntime-web, or undefined where it is not installed: it has 140 MB, which only this needs. */
export async function findOnnxruntime(load = () => import('onnxruntime-web')): Promise<Onnxruntime | undefined> {
  try {
    const found = await load();
    found.env.logLevel = 'error';
    return found;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Starts an ONNX file of one input and one output. @param range of its output's values: [-1, 1], or [0, 1] */
export async function startOnnx(
  { InferenceSession, Tensor }: Onnxruntime,
  file: Uint8Array,
  range: 'signed' | 'unit',
): Promise<OnnxRun> {
  const session: InferenceSession = await InferenceSession.create(file);
  const [input, output] = [session.inputNames[0] as string, session.outputNames[0] as string];
  const run: GeneratorRun = async (values, { width, height }) => {
    const planes = channelsFirst(values, width * height);
    const shape = [1, values.length / (width * height), height, width];
    const results = await session.run({ [input]: new Tensor('float32', planes, shape) });
    const made = pixelByPixel(results[output]?.data as Float32Array, width * height);
    return range === 'unit' ? made.map((value) => 2 * value - 1) : made;
  };
  return { run, dispose: () => session.release() };
}

/** [H, W, C] to [C, H, W]. */
function channelsFirst(values: Float32Array, pixels: number): Float32Array {
  const channels = values.length / pixels;
  return values.map((_, i) => values[(i % pixels) * channels + Math.floor(i / pixels)] as number);
}

/** [C, H, W] to [H, W, C]. */
function pixelByPixel(values: Float32Array, pixels: number): Float32Array {
  const channels = values.length / pixels;
  return values.map((_, i) => values[(i % channels) * pixels + Math.floor(i / channels)] as number);
}
