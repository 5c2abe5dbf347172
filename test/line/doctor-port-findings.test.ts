import { describe, it } from 'vitest';
import { expectFinding, facts, missing, notOpened, type Row, withPort, withTimer } from './support/desk.js';

const TABLE: readonly Row[] = [
  [
    'a known adapter',
    facts({}),
    'port',
    'ok',
    /^\/dev\/ttyUSB0, FTDI USB-RS485 \(usb 0403:6001\) serial A10K$/,
    null,
  ],
  [
    'a stable name',
    withPort({ path: '/dev/serial/by-id/x' }),
    'port',
    'ok',
    /^\/dev\/serial\/by-id\/x = \/dev\/ttyUSB0, /,
    null,
  ],
  [
    'a pseudo-terminal',
    withPort({ device: '/dev/pts/3', kind: 'pseudo-terminal', adapter: null }),
    'port',
    'ok',
    /a pseudo-terminal/,
    null,
  ],
  [
    'no such port',
    missing,
    'port',
    'failed',
    /does not exist/,
    /this machine has \/dev\/ttyUSB0, \/dev\/ttyUSB1$/,
  ],
  ['a file', withPort({ kind: 'no device' }), 'port', 'failed', /is no serial port/, /name another path/],
  ['permission', facts({}), 'access', 'ok', /may be read/, null],
  [
    'no permission',
    withPort({ access: false }, notOpened('permission')),
    'access',
    'failed',
    /no permission/,
    /sudo usermod -aG dialout \$USER, then log in again/,
  ],
  [
    'no permission for any group',
    withPort({ access: false, group: null }, notOpened('permission')),
    'access',
    'failed',
    /no permission/,
    /sudo chgrp dialout \/dev\/ttyUSB0/,
  ],
  ['a timer of 1 ms', withTimer(1), 'latency timer', 'ok', /^1 ms$/, null],
  [
    'a timer that the slots allow for',
    withTimer(2),
    'latency timer',
    'warning',
    /for 2 ms$/,
    /^echo 1 \| sudo tee \/sys\/bus\/usb-serial\/devices\/ttyUSB0\/latency_timer$/,
  ],
  [
    'a timer as it comes',
    withTimer(16),
    'latency timer',
    'failed',
    /for 16 ms, and slots\.latencyUs is 3000/,
    /echo 1/,
  ],
  ['nobody else', facts({}), 'lock', 'ok', /free/, null],
  [
    'locked by somebody',
    withPort(
      {
        holders: [
          { pid: 77, program: 'minicom', locks: true },
          { pid: 76, program: 'cat', locks: false },
        ],
      },
      notOpened('locked'),
    ),
    'lock',
    'failed',
    /locked by another process: minicom \(process 77\)$/,
    /kill 77$/,
  ],
  [
    'locked by somebody unknown',
    withPort({}, notOpened('locked')),
    'lock',
    'failed',
    /hides from this user/,
    /sudo fuser -v \/dev\/ttyUSB0/,
  ],
  [
    'a reader that locks nothing',
    withPort({ holders: [{ pid: 78, program: null, locks: false }] }),
    'lock',
    'warning',
    /also open in a process \(process 78\)/,
    /kill 78/,
  ],
  [
    'a modem manager',
    withPort({ holders: [{ pid: 79, program: 'ModemManager', locks: false }] }),
    'lock',
    'warning',
    /ModemManager/,
    /systemctl stop ModemManager/,
  ],
];

describe('portFindings', () => {
  it.each(TABLE)('%s', (...row) => {
    expectFinding(...row);
  });
});
