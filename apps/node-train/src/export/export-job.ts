import type { TorchForm } from '@pix2pix-ts/convert';
import type { ModelCopy } from '@pix2pix-ts/models';
import type { GlobalOptions } from '../cli/global-options.ts';

/** In what form a model can be written. */
export type ExportForm = ModelCopy['weights'] | TorchForm | 'onnx' | 'transformers';

/** What is asked for. */
export type ExportRequest = {
  model: string;
  to: ExportForm;
  out?: string | undefined;
  data?: string | undefined;
  images?: string[] | undefined;
  limit: number;
};

/** A model that is to be written in another form: everything has been looked at, and nothing is written yet. */
export type ExportJob = {
  readonly request: ExportRequest;
  /** The model's file. */
  readonly model: string;
  /** Where the new file goes. */
  readonly out: string;
  readonly globals: GlobalOptions;
  readonly signal: AbortSignal;
};

/** What was written: for `--json`, and for people. */
export type Exported = { readonly result: object; readonly lines: readonly string[] };
