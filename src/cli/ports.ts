/** `quadruplex ports`: the serial ports of this machine, one line each. */

import { printable } from '../scenario/nearest.js';
import { listPorts, type PortInfo, type PortList } from '../line/ports.js';
import type { Format } from './options.js';
import { painter } from './style.js';

export async function portsCommand(format: Format): Promise<void> {
  const list = await listPorts(async () => {
    const { listSerialPorts } = await import('../line/serial.js');
    return listSerialPorts();
  });
  process.stdout.write(
    format === 'json' ? `${JSON.stringify({ format: 1, ...list }, undefined, 2)}\n` : portsText(list),
  );
}

const HEADINGS = ['port', 'usb id', 'what', 'serial', 'latency', 'access'];

export function portsText({ ports, source }: PortList, paint = painter(process.stdout)): string {
  if (ports.length === 0) {
    return (
      'There is no serial port on this machine that anything is known of.\n' +
      'Pseudo-terminals are not listed: name their path where a port is asked for.\n'
    );
  }
  const rows = [HEADINGS, ...ports.map(columns)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.flatMap((row, index) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    if (index === 0) return [paint('dim', line)];
    return [line, ...(ports[index - 1]?.aliases ?? []).map((alias) => printable(`  = ${alias}`))];
  });
  const notes = [
    ...(source === 'files' ? ['udevadm is missing: this is what /dev and /sys tell'] : []),
    ...(ports.some((port) => !port.access)
      ? ['no access: on Debian, add yourself to the group dialout and log in again']
      : []),
    ...(ports.some(({ latencyTimerMs }) => (latencyTimerMs ?? 0) > 1)
      ? ['latency: an FTDI adapter keeps what it hears; write 1 to /sys/class/tty/PORT/device/latency_timer']
      : []),
  ];
  return `${[...lines, ...notes].join('\n')}\n`;
}

function columns(port: PortInfo): string[] {
  const { vendorId, productId, manufacturer, product, serialNumber, latencyTimerMs } = port;
  const id = vendorId === null ? '-' : `${vendorId}:${productId ?? '?'}`;
  const what = [manufacturer, product].filter((text) => text !== null).join(' ') || '-';
  const latency = latencyTimerMs === null ? '-' : `${latencyTimerMs} ms`;
  return [port.path, id, what, serialNumber ?? '-', latency, port.access ? 'yes' : 'NO'].map(printable);
}
