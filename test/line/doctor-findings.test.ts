import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DoctorFacts, LineFacts, PortFacts, RoundTrip } from '../../src/line/doctor-facts.js';
import { findingsOf, lacksLine, verdictOf, type Finding } from '../../src/line/doctor-findings.js';
import { judgeCycle, periodFor, roomUs } from '../../src/line/feasible.js';
import { loadLine } from '../../src/scenario/load-line.js';

// A desk with an FTDI adapter, whose facts each row of the table changes in one place.
const file = fileURLToPath(new URL('../../hardware/four-ears.json', import.meta.url));
const { configuration, scenario } = loadLine(file);

const port: PortFacts = {
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
const line: LineFacts = {
  station: 'GPC1',
  port,
  opened: { ok: true },
  lost: null,
  traffic: { packets: 0, garbageBytes: 0, listenedMs: 120 },
  hearing: { pings: 3, echoes: 3, heardBy: { GPC2: 3, FA2: 3 } },
};
const trip: RoundTrip = {
  from: 'GPC1',
  to: 'GPC2',
  runs: 'here',
  asked: 'ping',
  sent: 100,
  answered: 100,
  roundTripUs: { max: 9000, min: 5000, avg: 6000, p50: 5900, p99: 8900 },
  onLineUs: 3473,
};

function facts(changes: Partial<DoctorFacts>): DoctorFacts {
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
const withLine = (changes: Partial<LineFacts>): DoctorFacts => facts({ lines: [{ ...line, ...changes }] });
const withPort = (changes: Partial<PortFacts>, others: Partial<LineFacts> = {}): DoctorFacts =>
  withLine({ port: { ...port, ...changes }, ...others });
const withTimer = (latencyTimerMs: number | null): DoctorFacts =>
  withPort({ adapter: port.adapter && { ...port.adapter, latencyTimerMs } });
const withTrip = (changes: Partial<RoundTrip>): DoctorFacts =>
  facts({ roundTrips: [{ ...trip, ...changes }] });
const withEcho = (echo: 'yes' | 'no', echoes: number): DoctorFacts =>
  facts({
    configuration: { ...configuration, stations: [{ station: 'GPC1', runs: 'here', echo }] },
    lines: [{ ...line, hearing: { pings: 3, echoes, heardBy: {} } }],
  });
const notOpened = (problem: 'missing' | 'permission' | 'locked' | 'stuck'): Partial<LineFacts> => ({
  opened: { ok: false, problem, detail: 'said the port' },
  traffic: null,
  hearing: null,
});
const missing = withPort({ device: null, kind: 'no device', access: false }, notOpened('missing'));
const scheduled = (limit: number | null): DoctorFacts =>
  facts({ scheduling: { class: 'SCHED_OTHER', realTime: 0, nice: 0, limit } });

type Row = readonly [
  what: string,
  facts: DoctorFacts,
  Finding['check'],
  verdict: string,
  found: RegExp,
  remedy: RegExp | null,
];

const TABLE: readonly Row[] = [
  ['a cycle that fits', facts({}), 'cycle', 'ok', /24200 needed, 15800 spare; least usual rate 57600/, null],
  [
    'one that does not',
    facts({
      cycle: judgeCycle({ ...configuration, line: { kind: 'serial', baud: 9600 } }, scenario.scenario, 'om1'),
    }),
    'cycle',
    'failed',
    /impossible at 9600 baud/,
    /set line\.baud to 57600 or more/,
  ],
  [
    'no socat',
    facts({ setUpProblem: 'socat is not installed; on Debian: apt-get install socat' }),
    'set-up',
    'failed',
    /^socat is not installed$/,
    /^on Debian: apt-get install socat$/,
  ],
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
    withPort({ holders: [{ pid: 77, program: 'minicom' }] }, notOpened('locked')),
    'lock',
    'failed',
    /locked by another process: minicom \(process 77\)/,
    /kill 77/,
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
    withPort({ holders: [{ pid: 78, program: null }] }),
    'lock',
    'warning',
    /also open in a process \(process 78\)/,
    /kill 78/,
  ],
  [
    'a modem manager',
    withPort({ holders: [{ pid: 79, program: 'ModemManager' }] }),
    'lock',
    'warning',
    /ModemManager/,
    /systemctl stop ModemManager/,
  ],
  ['an open line', facts({}), 'open', 'ok', /opened/, null],
  ['a stuck port', withPort({}, notOpened('stuck')), 'open', 'failed', /\(stuck\): said the port/, /plug/],
  [
    'a line that was lost',
    withLine({ lost: 'unplugged' }),
    'open',
    'failed',
    /lost during the test: unplugged/,
    /cable/,
  ],
  ['a quiet line', facts({}), 'quiet', 'ok', /nothing heard in 120 ms/, null],
  [
    'a run on the line',
    withLine({ traffic: { packets: 4, garbageBytes: 0, listenedMs: 120 } }),
    'quiet',
    'warning',
    /4 packets/,
    /end that run/,
  ],
  [
    'noise',
    withLine({ traffic: { packets: 0, garbageBytes: 5, listenedMs: 120 } }),
    'quiet',
    'warning',
    /5 bytes/,
    /biasing/,
  ],
  [
    'another baud rate',
    withLine({ traffic: { packets: 0, garbageBytes: 900, listenedMs: 120 } }),
    'quiet',
    'failed',
    /900 bytes.*nothing was sent/,
    /another rate than 115200 baud/,
  ],
  ['an echo', facts({}), 'echo', 'ok', /hears itself 3 of 3; all 2 others hear it/, null],
  ['an echo now and then', withEcho('yes', 1), 'echo', 'warning', /1 of 3/, /always or never/],
  [
    'an echo against the configuration',
    withEcho('no', 3),
    'echo',
    'failed',
    /hears itself/,
    /set its "echo" to "yes" or "find"/,
  ],
  [
    'no echo against the configuration',
    withEcho('yes', 0),
    'echo',
    'failed',
    /does not hear itself/,
    /set its "echo" to "no"/,
  ],
  [
    'heard by nobody',
    withLine({ hearing: { pings: 3, echoes: 3, heardBy: { GPC2: 0, GPC3: 0 } } }),
    'echo',
    'failed',
    /nobody hears it/,
    /swap them/,
  ],
  [
    'a marginal transmitter, as is wanted',
    withLine({ hearing: { pings: 3, echoes: 3, heardBy: { GPC2: 3, GPC3: 1 } } }),
    'echo',
    'warning',
    /came to GPC3 1, to the others all/,
    /if that is not what you want/,
  ],
  [
    'a fast line',
    facts({}),
    'round trip',
    'ok',
    /^100 pings: max 9000 us, min 5000, avg 6000, p50 5900, p99 8900; one way at most 2764 us, the cycle has room for 8266$/,
    null,
  ],
  [
    'slow now and then',
    withTrip({ roundTripUs: { max: 40_000, min: 1, avg: 1, p50: 1, p99: 1 } }),
    'round trip',
    'warning',
    /one way at most 18264/,
    /set periodUs to 69992 or more.*real-time class/,
  ],
  [
    'slow',
    withTrip({ roundTripUs: { max: 40_000, min: 1, avg: 1, p50: 30_000, p99: 1 } }),
    'round trip',
    'failed',
    /max 40000/,
    /^set periodUs to 69992 or more$/,
  ],
  [
    'a board',
    withTrip({ to: 'FA2', runs: 'elsewhere', asked: 'command' }),
    'round trip',
    'ok',
    /100 commands.*one way at most 1764 us/,
    null,
  ],
  ['some unanswered', withTrip({ answered: 98 }), 'round trip', 'warning', /2 of 100 unanswered/, /ground/],
  [
    'nobody elsewhere',
    withTrip({ to: 'FA2', runs: 'elsewhere', roundTripUs: null, answered: 0, sent: 3 }),
    'round trip',
    'warning',
    /no answer to 3 pings/,
    /start FA2/,
  ],
  [
    'nobody here',
    withTrip({ roundTripUs: null, answered: 0, sent: 3 }),
    'round trip',
    'failed',
    /no answer to 3 pings/,
    /swap them/,
  ],
  ['a real-time class', facts({}), 'scheduler', 'ok', /SCHED_FIFO, priority 50/, null],
  [
    'no class, and the right to one',
    scheduled(95),
    'scheduler',
    'warning',
    /SCHED_OTHER/,
    /^for a real-time class: chrt --fifo 50 npx quadruplex attach four-ears.json$/,
  ],
  [
    'no class, and no right',
    scheduled(0),
    'scheduler',
    'warning',
    /SCHED_OTHER/,
    /sudo chrt.*rtprio 50 .*it is 0/,
  ],
  [
    'a system that does not say',
    facts({ scheduling: { class: null, realTime: 0, nice: 0, limit: null } }),
    'scheduler',
    'warning',
    /does not tell/,
    null,
  ],
];

describe('findingsOf', () => {
  it.each(TABLE)('%s', (_, given, check, verdict, found, remedy) => {
    const finding = findingsOf(given).find((candidate) => candidate.check === check);
    expect(finding?.verdict).toBe(verdict);
    expect(finding?.found).toMatch(found);
    if (remedy === null) expect(finding?.remedy).toBeNull();
    else expect(finding?.remedy).toMatch(remedy);
  });

  it('tells what keeps a port closed once', () => {
    const kept = [
      missing,
      withPort({ access: false }, notOpened('permission')),
      withPort({}, notOpened('locked')),
    ];
    for (const given of kept) {
      const findings = findingsOf(given);
      expect(findings.filter(({ verdict }) => verdict === 'failed')).toHaveLength(1);
      expect(findings.some(({ check }) => check === 'open')).toBe(false);
      expect(lacksLine(given)).toBe(true);
    }
  });

  it('finds nothing against a desk where all is well', () => {
    expect(verdictOf(findingsOf(facts({})))).toBe('ok');
    expect(lacksLine(facts({}))).toBe(false);
  });
});

describe('the room of a cycle', () => {
  it.each(['four-ears', 'mock-hosts'])('of %s ends where its latency makes it impossible', (name) => {
    const { configuration, scenario } = loadLine(file.replace('four-ears.json', `${name}.json`));
    const cycle = judgeCycle(configuration, scenario.scenario, 'om1');
    const problem = (latencyUs: number, periodUs?: number) =>
      judgeCycle(
        { ...configuration, periodUs, slots: { ...configuration.slots, latencyUs } },
        scenario.scenario,
        'om1',
      ).problem;
    const room = roomUs(cycle, configuration);
    expect(problem(room)).toBeUndefined();
    expect(problem(room + 1)).toBeDefined();
    const period = periodFor(room + 500, cycle, configuration);
    expect(problem(room + 500, period)).toBeUndefined();
    expect(problem(room + 500, period - 1)).toBeDefined();
  });
});
