import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printResult } from '../cli/output.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { modelFile } from '../models/model-file.ts';
import { checkCopyPath, checkNewPath, defaultPath } from './copy-path.ts';
import { exportCopy } from './export-copy.ts';
import type { Exported, ExportForm, ExportJob, ExportRequest } from './export-job.ts';
import { exportOnnx, exportTransformers } from './export-onnx.ts';
import { exportTorch } from './export-torch.ts';

type Form = {
  /** The end of the file's name, where `--out` is not given. */
  readonly suffix: string;
  /** Makes sure that nothing is lost at `--out`. @throws UsageError of one line */
  check(path: string, model: string): Promise<void>;
  write(job: ExportJob): Promise<Exported>;
};

const FORMS: Readonly<Record<ExportForm, Form>> = {
  float16: { suffix: 'float16.safetensors', check: checkCopyPath, write: (job) => exportCopy('float16', job) },
  int8: { suffix: 'int8.safetensors', check: checkCopyPath, write: (job) => exportCopy('int8', job) },
  onnx: { suffix: 'onnx', check: checkNewPath, write: exportOnnx },
  transformers: { suffix: 'transformers', check: checkNewPath, write: exportTransformers },
  'pytorch-gan': { suffix: 'pytorch-gan.pth', check: checkNewPath, write: (job) => exportTorch('pytorch-gan', job) },
  junyanz: { suffix: 'junyanz.pth', check: checkNewPath, write: (job) => exportTorch('junyanz', job) },
};

/** Writes a model in another form, and says how far its pictures are from the model's. */
export async function runExport(request: ExportRequest, globals: GlobalOptions): Promise<void> {
  const { suffix, check, write } = FORMS[request.to];
  const model = await modelFile(request.model);
  const { out = defaultPath(request.model, suffix) } = request;
  await untilStopped(async (signal) => {
    await check(out, model);
    const { result, lines } = await write({ request, model, out, globals, signal });
    if (globals.json) printEvent(result);
    else printResult(lines);
  });
}
