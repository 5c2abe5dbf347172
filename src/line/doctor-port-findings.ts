/** What is wrong with a serial port before it is opened, and what to do about it. */
import type { DoctorFacts, Holder, LineFacts, PortFacts } from './doctor-facts.js';
import type { Finding } from './doctor-findings.js';

export function portFindings(line: LineFacts, facts: DoctorFacts): Finding[] {
  const { port } = line;
  if (port === null) return [];
  const findings = [existence(line, port, facts)];
  if (port.kind === 'no device') return findings;
  return [...findings, access(line, port), ...latencyTimer(line, port, facts), ...lock(line, port)];
}

function existence({ station }: LineFacts, port: PortFacts, { ports }: DoctorFacts): Finding {
  const check = { check: 'port', subject: station } as const;
  const has = ports.length === 0 ? 'no port that anything is known of' : ports.join(', ');
  const remedy = `plug the adapter in, or name another path; this machine has ${has}`;
  if (port.device === null)
    return { ...check, verdict: 'failed', found: `${port.path} does not exist`, remedy };
  if (port.kind === 'no device')
    return { ...check, verdict: 'failed', found: `${port.path} is no serial port`, remedy };
  const leads = port.device === port.path ? port.path : `${port.path} = ${port.device}`;
  return { ...check, verdict: 'ok', found: `${leads}, ${kindOf(port)}`, remedy: null };
}

function kindOf({ kind, adapter }: PortFacts): string {
  if (kind === 'pseudo-terminal') return 'a pseudo-terminal';
  if (adapter === null) return 'of which the system tells nothing';
  const { manufacturer, product, vendorId, productId, serialNumber } = adapter;
  const words = [manufacturer, product].filter((text) => text !== null);
  if (vendorId !== null) words.push(`(usb ${vendorId}:${productId ?? '?'})`);
  if (serialNumber !== null) words.push(`serial ${serialNumber}`);
  return words.length === 0 ? 'built in' : words.join(' ');
}

function access({ station }: LineFacts, { access: may, group, device }: PortFacts): Finding {
  const check = { check: 'access', subject: station } as const;
  if (may) return { ...check, verdict: 'ok', found: 'may be read and written', remedy: null };
  const remedy =
    group === null
      ? `no group may use it: sudo chgrp dialout ${device ?? ''} && sudo chmod g+rw ${device ?? ''}, then join the group dialout`
      : `join the group ${group}: sudo usermod -aG ${group} $USER, then log in again`;
  return { ...check, verdict: 'failed', found: 'no permission to read and write', remedy };
}

/** Milliseconds; the least that an FTDI chip can be told. */
const LEAST_MS = 1;

function latencyTimer({ station }: LineFacts, port: PortFacts, { configuration }: DoctorFacts): Finding[] {
  const ms = port.adapter?.latencyTimerMs ?? null;
  if (ms === null) return [];
  const check = { check: 'latency timer', subject: station } as const;
  if (ms <= LEAST_MS) return [{ ...check, verdict: 'ok', found: `${ms} ms`, remedy: null }];
  const name = port.device?.split('/').at(-1) ?? '';
  const remedy = `echo ${LEAST_MS} | sudo tee /sys/bus/usb-serial/devices/${name}/latency_timer`;
  const { latencyUs } = configuration.slots;
  const isTooLong = ms * 1000 > latencyUs;
  const found = `the adapter keeps what it hears for ${ms} ms${isTooLong ? `, and slots.latencyUs is ${latencyUs}` : ''}`;
  return [{ ...check, verdict: isTooLong ? 'failed' : 'warning', found, remedy }];
}

function lock({ station, opened }: LineFacts, { device, holders }: PortFacts): Finding[] {
  const check = { check: 'lock', subject: station } as const;
  if (!opened.ok && opened.problem === 'locked') {
    const locking = holders.filter(({ locks }) => locks);
    const suspects = locking.length > 0 ? locking : holders;
    const by = suspects.length === 0 ? ', which hides from this user' : `: ${namesOf(suspects)}`;
    const remedy = freeing(device ?? '', suspects);
    return [{ ...check, verdict: 'failed', found: `locked by another process${by}`, remedy }];
  }
  if (holders.length > 0) {
    const found = `also open in ${namesOf(holders)}, and two readers take each other's bytes`;
    return [{ ...check, verdict: 'warning', found, remedy: freeing(device ?? '', holders) }];
  }
  return opened.ok ? [{ ...check, verdict: 'ok', found: 'free', remedy: null }] : [];
}

function namesOf(holders: readonly Holder[]): string {
  return holders.map(({ pid, program }) => `${program ?? 'a process'} (process ${pid})`).join(', ');
}

function freeing(device: string, holders: readonly Holder[]): string {
  if (holders.some(({ program }) => program?.startsWith('ModemManager') === true))
    return 'sudo systemctl stop ModemManager';
  if (holders.length === 0) return `find out who: sudo fuser -v ${device}, and end it`;
  return `end it: kill ${holders.map(({ pid }) => pid).join(' ')}`;
}
