/** Compiles the board's firmware, as whoever flashes it does: with its Makefile, into a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCi } from '../../line/support/socat.js';

const FOLDER = fileURLToPath(new URL('../../../hardware/firmware', import.meta.url));
const FLASH_BYTES = 32_768;

const hasCompiler = ['avr-gcc', 'make'].every(
  (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined,
);
if (!hasCompiler && !isCi)
  console.log(
    'The firmware is not tested: avr-gcc or make is missing (apt-get install gcc-avr avr-libc make).',
  );

/** Skip tests of the firmware? In CI never: they fail, for want of the compiler. */
export const withoutCompiler = !hasCompiler && !isCi;

export type Settings = Readonly<
  Partial<
    Record<
      'ADDRESS' | 'STATION' | 'BAUD' | 'RESPONSE_NS' | 'SENSOR_WORDS' | 'SENSOR_ADC' | 'DRIVER_BIT' | 'F_CPU',
      number
    >
  >
>;

export interface Built {
  /** What is in the flash, as the processor sees it. */
  readonly program: Uint16Array;
  /** What make said. */
  readonly said: string;
}

/** @throws with what the compiler said */
export function compile(settings: Settings = {}): Built {
  const build = mkdtempSync(path.join(tmpdir(), 'quadruplex-firmware-'));
  try {
    const assigned = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const args = ['--no-print-directory', '-C', FOLDER, `BUILD=${build}`, ...assigned];
    const { status, stdout, stderr, error } = spawnSync('make', args, { encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`make ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`, { cause: error });
    return { program: readHex(readFileSync(path.join(build, 'terminal.hex'), 'utf8')), said: stdout };
  } finally {
    rmSync(build, { recursive: true });
  }
}

/** Intel HEX: `:` count, address, type, data, checksum; type 0 is data, 1 the end. */
function readHex(text: string): Uint16Array {
  const flash = new Uint8Array(FLASH_BYTES);
  for (const line of text.trim().split(/\s+/)) {
    const bytes = Buffer.from(line.slice(1), 'hex');
    if (bytes.reduce((sum, byte) => sum + byte, 0) % 256 !== 0) throw new Error(`bad checksum: ${line}`);
    if (bytes[3] === 0) flash.set(bytes.subarray(4, -1), bytes.readUInt16BE(1));
  }
  return new Uint16Array(flash.buffer);
}
