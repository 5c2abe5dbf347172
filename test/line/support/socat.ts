import { spawnSync } from 'node:child_process';

/** Where everything that the tests need is to be installed, a test that cannot run is a failure. */
export const isCi = process.env['CI'] !== undefined || process.env['QUADRUPLEX_CI'] !== undefined;

const hasSocat = spawnSync('socat', ['-V'], { stdio: 'ignore' }).error === undefined;

/** Skip tests of pseudo-terminals? In CI never: they fail, for want of socat. */
export const withoutSocat = !hasSocat && !isCi;
