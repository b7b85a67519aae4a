import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printEvent, printNote } from '../cli/output.ts';
import { type LiveServer, startLiveServer } from '../live/live-server.ts';
import { REPORT_FILE } from '../report/index.ts';
import { LOG_FILE, samplePath } from './run-folder.ts';

/** Serves a run's page while `work` trains, and tells where it is. @throws UsageError where the port cannot be used */
export async function withLivePage<Result>(
  port: number,
  folder: string,
  json: boolean,
  work: (live: LiveServer) => Promise<Result>,
): Promise<Result> {
  const live = await startLiveServer(port, { folder, logFile: LOG_FILE, samplePath });
  if (json) printEvent({ type: 'live', url: live.url });
  else printNote(`Watch it at ${live.url}`);
  const report = () => (existsSync(join(folder, REPORT_FILE)) ? ` Its report is ${join(folder, REPORT_FILE)}.` : '');
  try {
    const result = await work(live);
    await live.close({ text: `The run is over.${report()}`, isBad: false });
    return result;
  } catch (error) {
    const text =
      (error as Error).name === 'StoppedError'
        ? 'The run was stopped.'
        : 'The run ended with an error; the terminal says which.';
    await live.close({ text: `${text}${report()}`, isBad: true });
    throw error;
  }
}
