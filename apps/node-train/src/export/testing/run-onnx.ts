/**
 * Runs an ONNX file on two images at once and on each alone, in a process of its own because jest cannot load onnxruntime; prints
 * the shapes, and how far apart the outputs are.
 */
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-web';

const bytes = readFileSync(process.argv[2] as string);
const side = Number(process.argv[3]);
const session = await InferenceSession.create(bytes);
const [input, output] = [session.inputNames[0] as string, session.outputNames[0] as string];
const values = Float32Array.from({ length: 2 * 3 * side * side }, (_, i) => Math.sin(0.37 * i) * Math.cos(0.0113 * i));
const run = async (from: number, count: number) => {
  const part = values.slice(from * 3 * side * side, (from + count) * 3 * side * side);
  const made = (await session.run({ [input]: new Tensor('float32', part, [count, 3, side, side]) }))[output];
  return { dims: made?.dims, data: made?.data as Float32Array };
};
const both = await run(0, 2);
const alone = [...(await run(0, 1)).data, ...(await run(1, 1)).data];
const largest = Math.max(...both.data.map((value, i) => Math.abs(value - (alone[i] as number))));
console.log(JSON.stringify({ names: [input, output], dims: both.dims, largest }));
