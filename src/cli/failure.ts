/**
 * Failures to exit codes and to what a person reads on stderr.
 *
 * What is wrong in the world (a file, an argument, a full disk) is told in a sentence with its remedy, never with a
 * stack trace. Only a fault of quadruplex itself shows its stack, since then that is what helps to mend it.
 */

import { CommanderError } from 'commander';
import { printable } from '../scenario/nearest.js';

export const EXIT_USAGE = 2;
/** EX_SOFTWARE of sysexits.h: the fault is ours. */
export const EXIT_OUR_FAULT = 70;

/** The command line or an input asks for what cannot be done; the message says what instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Tells what went wrong on stderr, and returns the exit code for it. */
export function reportFailure(error: unknown): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof UsageError) return complain(printable(error.message));
  // By its name: loading the class would load the scenario code for every command.
  if (error instanceof Error && error.name === 'ScenarioError') return complain(error.message);
  if (isSystemError(error)) return complain(printable(systemText(error)));
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `This is a fault in quadruplex, not in what you did. Please report it with:\n${stack}\n`,
  );
  return EXIT_OUR_FAULT;
}

/** `| head` closes our output early: that is no error, and nobody is left to read on. */
export function guardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    // The terminal was closed: what is being written to files is finished all the same.
    if (error.code === 'EIO') return;
    process.exit(reportFailure(error));
  });
  // With stderr gone there is no one to tell.
  process.stderr.on('error', () => undefined);
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return EXIT_USAGE;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EEXIST: 'something of that name is there already',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
  ENOTEMPTY: 'the folder is not empty',
  EROFS: 'the disk is read-only',
};

function systemText({ code = '', path, syscall = 'use' }: NodeJS.ErrnoException): string {
  return `cannot ${syscall}${path === undefined ? '' : ` ${path}`}: ${REASONS[code] ?? code}`;
}
