import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findingsOf, lacksLine, verdictOf } from '../../src/line/doctor-findings.js';
import { judgeCycle, periodFor, roomUs } from '../../src/line/feasible.js';
import { loadLine } from '../../src/scenario/load-line.js';
import {
  configuration,
  expectFinding,
  facts,
  missing,
  notOpened,
  scenario,
  scheduled,
  type Row,
  withEcho,
  withLine,
  withPort,
  withTrip,
} from './support/desk.js';

const TABLE: readonly Row[] = [
  ['a cycle that fits', facts({}), 'cycle', 'ok', /24547 needed, 15453 spare; least usual rate 57600/, null],
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
    /^100 pings: max 9000 us, min 5000, avg 6000, p50 5900, p99 8900; one way at most 2764 us, the cycle has room for 8151$/,
    null,
  ],
  [
    'slow now and then',
    withTrip({ roundTripUs: { max: 40_000, min: 1, avg: 1, p50: 1, p99: 1 } }),
    'round trip',
    'warning',
    /one way at most 18264/,
    /set periodUs to 70339 or more.*real-time class/,
  ],
  [
    'slow',
    withTrip({ roundTripUs: { max: 40_000, min: 1, avg: 1, p50: 30_000, p99: 1 } }),
    'round trip',
    'failed',
    /max 40000/,
    /^set periodUs to 70339 or more$/,
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
    /FA2 runs elsewhere: start it/,
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
  it.each(TABLE)('%s', (...row) => {
    expectFinding(...row);
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
  it.each(['four-ears', 'mock-hosts'])('of %s ends before its latency makes it impossible', (name) => {
    const { configuration, scenario: of } = loadLine(
      fileURLToPath(new URL(`../../hardware/${name}.json`, import.meta.url)),
    );
    const own = { ...configuration, periodUs: undefined };
    const cycle = judgeCycle(own, of.scenario, 'om1');
    const problem = (latencyUs: number, periodUs?: number) =>
      judgeCycle({ ...own, periodUs, slots: { ...own.slots, latencyUs } }, of.scenario, 'om1').problem;
    const room = roomUs(cycle, own);
    expect(problem(room)).toBeUndefined();
    // With a clock for each, guards get of the spare time too, which ways do not.
    if (name === 'four-ears') expect(problem(room + 1)).toBeDefined();
  });

  it.each(['four-ears', 'mock-hosts'])(
    'of %s grows with the period that is advised, and not before',
    (name) => {
      const { configuration, scenario: of } = loadLine(
        fileURLToPath(new URL(`../../hardware/${name}.json`, import.meta.url)),
      );
      const roomIn = (periodUs: number): number =>
        roomUs(judgeCycle({ ...configuration, periodUs }, of.scenario, 'om1'), configuration);
      const cycle = judgeCycle(configuration, of.scenario, 'om1');
      const room = roomUs(cycle, configuration);
      for (const latencyUs of [room + 1, room + 500, 3 * room]) {
        const period = periodFor(latencyUs, cycle, configuration);
        expect(period).toBeGreaterThan(configuration.periodUs ?? of.scenario.cycle.periodUs);
        expect(roomIn(period)).toBeGreaterThanOrEqual(latencyUs);
        expect(roomIn(period - 1)).toBeLessThan(latencyUs);
      }
    },
  );
});
