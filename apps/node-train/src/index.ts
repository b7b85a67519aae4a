#!/usr/bin/env node
import { runCommandLine } from './run-command-line.ts';

// Not process.exit: what was printed into a pipe is to arrive completely.
process.exitCode = await runCommandLine(process.argv.slice(2));
