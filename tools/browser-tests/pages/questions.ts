import type { WasmFeatures } from '@pix2pix-ts/backend-wasm';
import type { AdapterDescription } from '@pix2pix-ts/backend-webgpu';
import type { Device } from '@pix2pix-ts/pix2pix';

/** What each page is asked, and what it answers. */
export type Questions = {
  translate: { ask: { engine: 'auto' | 'wasm' | 'webgl' | 'cpu'; model: string }; answer: TranslateAnswer };
  kernels: { ask: { inWorker: boolean }; answer: KernelsAnswer };
  threads: { ask: { counts: number[]; inWorker: boolean }; answer: ThreadsAnswer };
  webgpu: { ask: { inWorker: boolean }; answer: WebgpuAnswer };
  sources: { ask: SourcesAsk; answer: SourcesAnswer };
  transformers: { ask: TransformersAsk; answer: TransformersAnswer };
  train: { ask: Record<string, never>; answer: Record<string, number>[] };
};

export type PageName = keyof Questions;

/** TensorFlow.js's name of the engine, and the picture's values. */
export type TranslateAnswer = { backend: string; data: number[] };

/** Where the kernels ran, and what they gave for each case. */
export type KernelsAnswer = {
  isolated: boolean;
  features: WasmFeatures;
  results: Record<string, number[][]>;
};

/** Some steps of training after a warm-up, and what the next operations say once the device is lost. */
export type WebgpuAnswer = {
  adapter: AdapterDescription | undefined;
  /** As the warm-up reported them: done, and of how many. */
  progress: [number, number][];
  /** The shaders that the steps waited for, because the warm-up had not compiled them. */
  compiled: string[];
  losses: Record<string, number>[];
  /** Of steps the last of which are recorded ones, and of the same without. */
  played: Record<string, number>[];
  unplayed: Record<string, number>[];
  /** Of a read that was under way, and of an operation after it. */
  lost: string[];
};

/** Pictures by their addresses, with the pixels that Node decodes from them; and one on another site. */
type SourcesAsk = {
  model: string;
  pictures: { address: string; pixels: { data: Uint8Array; width: number; height: number } }[];
  elsewhere: string;
};

/** How far values are from others: how many differ, and by how much at most. */
type Difference = { differ: number; most: number };

export type SourcesAnswer = {
  device: Device;
  /** For each picture and source how far its result is from that of Node's pixels. */
  byPicture: Record<string, { colours: number; differences: Record<string, Difference>; tensorsLeft: number }>;
  /** How many values of a result's canvases and files differ from its own, and what goes to another thread. */
  shown: { isElement: boolean; isOwn: boolean; differ: Record<string, number>; types: string[]; cloned: string[] };
  video: Difference;
  /** `NAME: MESSAGE` of the error for each thing that cannot be translated. */
  refusals: Record<string, string>;
  named: { imageSize: number; received: number };
};

/** A model for transformers.js by the address of its folder and its name there, and pictures of 3 channels. */
type TransformersAsk = {
  models: string;
  name: string;
  /** Where onnxruntime-web's files are. */
  runtime: string;
  pictures: { data: number[]; width: number; height: number }[];
};

/** What the pipeline made of each picture, and the addresses that the page asked for. */
export type TransformersAnswer = {
  pictures: { data: number[]; width: number; height: number; channels: number }[];
  hosts: string[];
};

/** For each number of threads what ran, and a digest of every result. */
export type ThreadsAnswer = {
  isolated: boolean;
  runs: { features: WasmFeatures; digests: Record<string, string[]> }[];
};

/** Every page has one function of this name. */
export type Answering<Name extends PageName> = {
  answer: (ask: Questions[Name]['ask']) => Promise<Questions[Name]['answer']>;
};
