/** Computers that die, come late, and come back, each with a host of its own: the others go on, and nobody is restarted. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import {
  beaconsOf,
  COMPUTERS,
  expectAgreed,
  HOSTS,
  hostsFlight,
  listenTo,
  memoryHosts,
  replayed,
  type Host,
  type Hosts,
} from '../support/hosts.js';
import { inRealTime } from '../../support/real-time.js';

const hostsOf = (hosts: Hosts, names: readonly string[]): Host[] => names.map((name) => hosts.of(name));
const withoutHost = (gone: string): string[] => COMPUTERS.filter((name) => name !== gone);

/** The cycle at which it began anew, and what it was told. */
function arrivalOf({ receptions }: Awaited<Host['outcome']>, name: string) {
  const arrivals = receptions?.others?.arrivals ?? [];
  return arrivals.find(({ computers, state }) => computers.includes(name) && state !== undefined);
}

describe('the time master', inRealTime, () => {
  const CYCLES = 13;
  const DEAD = 3;

  it.each(['stops', 'loses its line'])('%s: the next one leads, and no cycle is lost', async (how) => {
    const scenario = hostsFlight(CYCLES);
    const { hosts, bus } = memoryHosts(scenario);
    const packets = listenTo(bus.wire);
    await hosts.startAll();
    hosts.at('GPC2', DEAD, () => {
      if (how === 'stops') hosts.of('GPC1').attachment.stop();
      else bus.unplug('GPC1');
    });
    const outcomes = await hosts.outcomes();
    const others = withoutHost('GPC1');
    expectAgreed(hostsOf(hosts, others), 0, CYCLES);

    const led = beaconsOf(packets).filter(({ cycle }) => cycle < CYCLES);
    const [first] = led.filter(({ sender }) => sender !== 0);
    expect([first?.sender, first?.term]).toEqual([1, 1]);
    // It dies at the end of this cycle, or of the next; two beacons are missed.
    expect(first?.cycle).toBeGreaterThanOrEqual(DEAD + 3);
    expect(first?.cycle).toBeLessThanOrEqual(DEAD + 4);
    expect(led.slice(led.findIndex(({ sender }) => sender === 1)).every(({ term }) => term === 1)).toBe(true);

    for (const host of hostsOf(hosts, others)) {
      const told = host.changes.filter(({ line }) => line === 'GPC1');
      expect(told.map(({ health }) => health)).toEqual(['unheard']);
      const { text, cycle } = at(told, 0);
      expect(text).toMatch(/^line GPC1: nobody hears it, since cycle [45]$/);
      expect(cycle).toBeLessThanOrEqual(DEAD + 3);
      // Three of its sumwords are missing, in cycles 4 or 6, and so on.
      expect(host.in(7)?.members).toEqual([true, true, true, true]);
      expect(host.in(11)?.members).toEqual([false, true, true, true]);
    }
    for (const [i, { run, awayCycles, ...outcome }] of outcomes.entries()) {
      const host = at(hosts.all, i);
      if (host.name !== 'GPC1') expect([awayCycles, run.cycles]).toEqual([0, CYCLES]);
      expect(replayed(scenario, { ...outcome, run, awayCycles })).toEqual(host.events);
    }
  });
});

describe('a computer', inRealTime, () => {
  const CYCLES = 18;
  // The others do not wait for it for long.
  const configuration = { ...HOSTS, liveness: { ...HOSTS.liveness, gatherMs: 2500 } };

  it('that comes late is told how the set stands, and is one of them from then on', async () => {
    const scenario = hostsFlight(CYCLES);
    const { hosts } = memoryHosts(scenario, { configuration });
    await hosts.startAll([...withoutHost('GPC4'), 'FA2']);
    // It was voted out before it was ever there.
    hosts.at('GPC2', 6, () => hosts.start('GPC4'));
    const outcomes = await hosts.outcomes();
    const late = hosts.of('GPC4');
    const outcome = at(outcomes, hosts.all.indexOf(late));
    const arrival = arrivalOf(outcome, 'GPC4');
    const cycle = arrival?.cycle ?? CYCLES;
    expect(cycle).toBeLessThan(CYCLES - 4);
    expect([outcome.awayCycles, late.cycles[0]?.cycle]).toEqual([cycle, cycle]);
    expect(arrival?.state).toMatchObject({ left: ['GPC4'], bypassed: [] });
    expect(hosts.of('GPC1').in(cycle - 1)?.members).toEqual([true, true, true, false]);
    expectAgreed(hostsOf(hosts, withoutHost('GPC4')), 0, CYCLES);
    expectAgreed(hostsOf(hosts, COMPUTERS), cycle, CYCLES);
    for (const host of hostsOf(hosts, COMPUTERS)) {
      expect(host.in(CYCLES - 1)?.members).toEqual([true, true, true, true]);
      expect(host.in(cycle)?.cam).toEqual(hosts.of('GPC1').in(cycle)?.cam);
    }
    expect(outcomes.map((one) => replayed(scenario, one))).toEqual(hosts.all.map(({ events }) => events));
  });

  it.each(['GPC3', 'GPC1'])('%s that died and is started anew comes back in', async (name) => {
    const scenario = hostsFlight(CYCLES);
    const { hosts } = memoryHosts(scenario);
    await hosts.startAll();
    hosts.at('GPC2', 3, () => hosts.of(name).attachment.stop());
    hosts.at('GPC2', 8, () => hosts.start(name));
    const outcomes = await hosts.outcomes();
    const anew = hosts.of(name);
    const outcome = at(outcomes, hosts.all.indexOf(anew));
    const cycle = arrivalOf(outcome, name)?.cycle ?? CYCLES;
    expect(cycle).toBeLessThan(CYCLES - 4);
    expectAgreed(hostsOf(hosts, withoutHost(name)), 0, CYCLES);
    expectAgreed(hostsOf(hosts, COMPUTERS), cycle, CYCLES);
    for (const other of hostsOf(hosts, withoutHost(name))) {
      expect(other.in(CYCLES - 1)?.members).toEqual([true, true, true, true]);
      expect(other.changes.filter(({ line }) => line === name).map(({ health }) => health)).toEqual([
        'unheard',
        'ok',
      ]);
    }
    expect(outcomes.map((one) => replayed(scenario, one))).toEqual(hosts.all.map(({ events }) => events));
  });
});
