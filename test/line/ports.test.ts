import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portsText } from '../../src/cli/ports.js';
import { listPorts, type Roots } from '../../src/line/ports.js';

// A machine of files: an FTDI adapter under a stable name, a board without access rights to be known, a built-in port
// that has hardware and one that has none.
let root: string;
let roots: Roots;
const write = (file: string, text = '') => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'quadruplex-ports-'));
  roots = { dev: path.join(root, 'dev'), sys: path.join(root, 'sys') };
  for (const name of ['ttyUSB10', 'ttyUSB2', 'ttyACM0', 'ttyS0', 'ttyS1', 'tty0', 'null'])
    write(`dev/${name}`);
  mkdirSync(path.join(root, 'dev/serial/by-id'), { recursive: true });
  symlinkSync('../../ttyUSB2', path.join(root, 'dev/serial/by-id/usb-FTDI_A10K-if00'));
  write('sys/devices/usb1/1-1/idVendor', '0403\n');
  write('sys/devices/usb1/1-1/idProduct', '6001\n');
  write('sys/devices/usb1/1-1/manufacturer', 'FTDI\n');
  write('sys/devices/usb1/1-1/product', 'USB-RS485 Cable\n');
  write('sys/devices/usb1/1-1/serial', 'A10K\n');
  write('sys/devices/usb1/1-1/1-1:1.0/ttyUSB2/latency_timer', '16\n');
  mkdirSync(path.join(root, 'sys/class/tty/ttyUSB2'), { recursive: true });
  symlinkSync('../../../devices/usb1/1-1/1-1:1.0/ttyUSB2', path.join(root, 'sys/class/tty/ttyUSB2/device'));
  write('sys/class/tty/ttyS0/type', '4\n');
  write('sys/class/tty/ttyS1/type', '0\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const noUdev = () => Promise.reject(new Error('spawn udevadm ENOENT'));
const ftdi = {
  manufacturer: 'FTDI',
  product: 'USB-RS485 Cable',
  serialNumber: 'A10K',
  vendorId: '0403',
  productId: '6001',
  latencyTimerMs: 16,
  access: true,
};

describe('listPorts', () => {
  it('finds the ports of a machine without udevadm, and what the kernel knows of them', async () => {
    const { ports, source } = await listPorts(noUdev, roots);
    expect(source).toBe('files');
    expect(ports.map((port) => path.basename(port.path))).toEqual([
      'ttyACM0',
      'ttyS0',
      'ttyUSB2',
      'ttyUSB10',
    ]);
    expect(ports[2]).toMatchObject({
      ...ftdi,
      aliases: [path.join(root, 'dev/serial/by-id/usb-FTDI_A10K-if00')],
    });
    expect(ports[0]).toMatchObject({ vendorId: null, manufacturer: null, aliases: [], latencyTimerMs: null });
  });

  it('takes what the binding tells, and adds what it leaves out', async () => {
    const told = {
      path: path.join(root, 'dev/ttyUSB2'),
      manufacturer: 'Future Technology',
      vendorId: '0403',
    };
    const { ports, source } = await listPorts(() => Promise.resolve([told]), roots);
    expect(source).toBe('udev');
    expect(ports).toMatchObject([{ ...ftdi, manufacturer: 'Future Technology' }]);
  });

  it('finds nothing on a machine that has nothing, and does not fail', async () => {
    const nowhere = { dev: path.join(root, 'no'), sys: path.join(root, 'no') };
    expect(await listPorts(noUdev, nowhere)).toEqual({ ports: [], source: 'files' });
  });
});

describe('portsText', () => {
  it('is a line per port, its stable names, and what to do about it', async () => {
    const list = await listPorts(noUdev, roots);
    const ports = list.ports.map((port) => ({ ...port, path: path.basename(port.path), aliases: [] }));
    const closed = ports.map((port) => ({ ...port, access: port.path !== 'ttyACM0' }));
    expect(portsText({ ...list, ports: closed }, (_, text) => text)).toBe(
      [
        'port      usb id     what                  serial  latency  access',
        'ttyACM0   -          -                     -       -        NO',
        'ttyS0     -          -                     -       -        yes',
        'ttyUSB2   0403:6001  FTDI USB-RS485 Cable  A10K    16 ms    yes',
        'ttyUSB10  -          -                     -       -        yes',
        'udevadm is missing: this is what /dev and /sys tell',
        'no access: on Debian, add yourself to the group dialout and log in again',
        'latency: an FTDI adapter keeps what it hears; write 1 to /sys/class/tty/PORT/device/latency_timer',
        '',
      ].join('\n'),
    );
  });

  it('says so when there is none', () => {
    expect(portsText({ ports: [], source: 'udev' })).toMatch(/^There is no serial port/);
  });
});
