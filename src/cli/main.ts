#!/usr/bin/env node
/**
 * The `quadruplex` command: runs what the arguments ask for and turns the outcome into an exit code.
 *
 * It stays thin so that `--help` is quick: each command loads its own code when it is called.
 */

import { guardOutput, reportFailure } from './failure.js';
import { createProgram } from './program.js';

guardOutput();
try {
  const args = process.argv.slice(2);
  await createProgram().parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
} catch (error) {
  process.exitCode = reportFailure(error);
}
