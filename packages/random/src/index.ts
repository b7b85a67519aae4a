export { hashText, type KeyPart } from './hash-key.ts';
export { type RandomStream, randomState, randomStream } from './random-stream.ts';
export { shuffledIndices } from './shuffled-indices.ts';
