export { hashText } from './hash-key.ts';
export { type KeyPart, type RandomStream, randomState, randomStream } from './random-stream.ts';
export { shuffledIndices } from './shuffled-indices.ts';
