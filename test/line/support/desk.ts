/** Facts of a desk with an FTDI adapter where all is well; a row of a table changes them in one place. */
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { DoctorFacts, LineFacts, PortFacts, RoundTrip } from '../../../src/line/doctor-facts.js';
import { findingsOf, type Finding } from '../../../src/line/doctor-findings.js';
import { judgeCycle } from '../../../src/line/feasible.js';
import { loadLine } from '../../../src/scenario/load-line.js';

const file = fileURLToPath(new URL('../../../hardware/four-ears.json', import.meta.url));
export const { configuration, scenario } = loadLine(file);

export const port: PortFacts = {
  path: '/dev/ttyUSB0',
  device: '/dev/ttyUSB0',
  kind: 'serial port',
  access: true,
  group: 'dialout',
  holders: [],
  adapter: {
    path: '/dev/ttyUSB0',
    aliases: [],
    manufacturer: 'FTDI',
    product: 'USB-RS485',
    serialNumber: 'A10K',
    vendorId: '0403',
    productId: '6001',
    access: true,
    latencyTimerMs: 1,
  },
};
export const line: LineFacts = {
  station: 'GPC1',
  port,
  opened: { ok: true },
  lost: null,
  traffic: { packets: 0, garbageBytes: 0, listenedMs: 120 },
  hearing: { pings: 3, echoes: 3, heardBy: { GPC2: 3, FA2: 3 } },
};
export const trip: RoundTrip = {
  from: 'GPC1',
  to: 'GPC2',
  runs: 'here',
  asked: 'ping',
  sent: 100,
  answered: 100,
  roundTripUs: { max: 9000, min: 5000, avg: 6000, p50: 5900, p99: 8900 },
  onLineUs: 3473,
};

export function facts(changes: Partial<DoctorFacts>): DoctorFacts {
  return {
    configuration,
    file: 'four-ears.json',
    periodUs: 40_000,
    cycle: judgeCycle(configuration, scenario.scenario, 'om1'),
    ports: ['/dev/ttyUSB0', '/dev/ttyUSB1'],
    setUpProblem: null,
    lines: [line],
    roundTrips: [trip],
    scheduling: { class: 'SCHED_FIFO', realTime: 50, nice: 0, limit: 95 },
    ...changes,
  };
}
export const withLine = (changes: Partial<LineFacts>): DoctorFacts =>
  facts({ lines: [{ ...line, ...changes }] });
export const withPort = (changes: Partial<PortFacts>, others: Partial<LineFacts> = {}): DoctorFacts =>
  withLine({ port: { ...port, ...changes }, ...others });
export const withTimer = (latencyTimerMs: number | null): DoctorFacts =>
  withPort({ adapter: port.adapter && { ...port.adapter, latencyTimerMs } });
export const withTrip = (changes: Partial<RoundTrip>): DoctorFacts =>
  facts({ roundTrips: [{ ...trip, ...changes }] });
export const withEcho = (echo: 'yes' | 'no', echoes: number): DoctorFacts =>
  facts({
    configuration: { ...configuration, stations: [{ station: 'GPC1', runs: 'here', echo }] },
    lines: [{ ...line, hearing: { pings: 3, echoes, heardBy: {} } }],
  });
export const notOpened = (problem: 'missing' | 'permission' | 'locked' | 'stuck'): Partial<LineFacts> => ({
  opened: { ok: false, problem, detail: 'said the port' },
  traffic: null,
  hearing: null,
});
export const missing = withPort({ device: null, kind: 'no device', access: false }, notOpened('missing'));
export const scheduled = (limit: number | null): DoctorFacts =>
  facts({ scheduling: { class: 'SCHED_OTHER', realTime: 0, nice: 0, limit } });

export type Row = readonly [
  what: string,
  facts: DoctorFacts,
  Finding['check'],
  verdict: string,
  found: RegExp,
  remedy: RegExp | null,
];

export function expectFinding(...[, given, check, verdict, found, remedy]: Row): void {
  const finding = findingsOf(given).find((candidate) => candidate.check === check);
  expect(finding?.verdict).toBe(verdict);
  expect(finding?.found).toMatch(found);
  if (remedy === null) expect(finding?.remedy).toBeNull();
  else expect(finding?.remedy).toMatch(remedy);
}
