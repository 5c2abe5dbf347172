/** One host per computer, live over a line in memory: a whole flight, and what is left behind, which is nothing. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import { LineNotOpened } from '../../../src/live/attach.js';
import {
  beaconsOf,
  COMPUTERS,
  expectAgreed,
  HOSTS,
  hostsFlight,
  listenTo,
  memoryHosts,
  NAMES,
  replayed,
} from '../support/hosts.js';
import { inRealTime } from '../../support/real-time.js';
import { lookAround } from '../support/left-behind.js';

const CYCLES = 12;

describe('five hosts on one line', inRealTime, () => {
  it('live through the same, and the record of each replays byte for byte', async () => {
    const scenario = hostsFlight(CYCLES);
    const { hosts, bus } = memoryHosts(scenario);
    const packets = listenTo(bus.wire);
    await hosts.startAll();
    const outcomes = await hosts.outcomes();
    expectAgreed(
      COMPUTERS.map((name) => hosts.of(name)),
      0,
      CYCLES,
    );
    for (const [i, { run, passed, awayCycles, problem, lines, ...outcome }] of outcomes.entries()) {
      const host = at(hosts.all, i);
      expect([host.name, passed, awayCycles, problem]).toEqual([host.name, CYCLES, 0, undefined]);
      expect([run.verdict, run.patterns, run.failVotes]).toEqual(['agreed', outcomes[0]?.run.patterns, []]);
      expect(run.checks).toMatchObject({ agreement: { held: true }, validity: { held: true } });
      expect(lines.map(({ name, health }) => [name, health])).toEqual(
        [...COMPUTERS, 'FA2'].map((name) => [name, 'ok']),
      );
      expect(host.events.length).toBeGreaterThan(4 * CYCLES - 1);
      expect(replayed(scenario, { ...outcome, run, passed, awayCycles, problem, lines })).toEqual(
        host.events,
      );
    }
    const leaves = packets.flatMap((packet) => (packet.type === 'leave' ? [packet] : []));
    expect(leaves.map(({ sender, reason }) => [sender, reason])).toEqual([[0, 'done']]);
    const beacons = beaconsOf(packets).filter(({ cycle }) => cycle < CYCLES);
    expect(beacons.map(({ cycle, sender, term }) => [cycle, sender, term])).toEqual(
      Array.from({ length: CYCLES }, (_, cycle) => [cycle, 0, 0]),
    );
  });

  it('end when they are stopped, at the end of the cycle, and leave nothing behind', async () => {
    const expectNothingLeft = lookAround();
    const scenario = hostsFlight(CYCLES);
    const { hosts } = memoryHosts(scenario);
    const completed: string[] = [];
    await hosts.startAll();
    for (const { name, attachment } of hosts.all)
      for (const [stream, events$] of Object.entries(attachment.streams))
        (events$ as typeof attachment.streams.ends$).subscribe({
          complete: () => completed.push(`${name} ${stream}`),
        });
    hosts.at('GPC2', 4, () => setTimeout(() => hosts.all.forEach(({ attachment }) => attachment.stop()), 90));
    const outcomes = await hosts.outcomes();
    const last = at(outcomes, 0).passed;
    expect(last).toBeLessThan(CYCLES);
    for (const { passed, run } of outcomes)
      expect([passed, run.verdict, run.failVotes]).toEqual([last, 'agreed', []]);
    expectAgreed(
      COMPUTERS.map((name) => hosts.of(name)),
      0,
      last,
    );
    expect(outcomes.map((outcome) => replayed(scenario, outcome))).toEqual(
      hosts.all.map(({ events }) => events),
    );
    expect(completed).toHaveLength(NAMES.length * 5);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expectNothingLeft();
  });
});

it('one whose line cannot be opened does not begin, and closes it', async () => {
  const { hosts, bus } = memoryHosts(hostsFlight(CYCLES));
  bus.unplug('GPC3');
  await expect(hosts.start('GPC3').outcome).rejects.toThrow(LineNotOpened);
});

it('one that runs another scenario says nothing on the line, and tells why', inRealTime, async () => {
  const configuration = { ...HOSTS, liveness: { ...HOSTS.liveness, gatherMs: 2500 } };
  const { hosts, bus } = memoryHosts(hostsFlight(8), { configuration });
  const packets = listenTo(bus.wire);
  const told: (string | undefined)[] = [];
  const onProblem = (problem: string | undefined) => told.push(problem);
  const other = hosts.start('GPC4', { common: { scenario: 9 }, onProblem });
  await hosts.startAll(NAMES.filter((name) => name !== 'GPC4'));
  const others = hosts.all.filter((host) => host !== other);
  await Promise.all(others.map(({ outcome }) => outcome));
  // At once, not when it is over.
  expect(told).toEqual(['computer 0 runs another scenario: nothing is said']);
  other.attachment.stop();
  const { awayCycles, problem, run } = await other.outcome;
  expect([awayCycles, problem, run.cycles]).toEqual([
    0,
    'computer 0 runs another scenario: nothing is said',
    0,
  ]);
  expect(packets.filter(({ sender }) => sender === 3)).toEqual([]);
  expectAgreed(
    ['GPC1', 'GPC2', 'GPC3'].map((name) => hosts.of(name)),
    0,
    8,
  );
});
