import { pinnedPnpm } from './pinned-pnpm.mjs';

process.exitCode = await pinnedPnpm(process.argv.slice(2));
