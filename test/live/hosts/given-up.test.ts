/** A terminal that dies is given up, and nobody asks it any more: its silence goes on all the same. */
import { describe, expect, it } from 'vitest';
import { FIRST_TERMINAL } from '../../../src/line/protocol/packet.js';
import { GivenUp } from '../../../src/live/hosts/given-up.js';
import type { LiveCycle } from '../../../src/live/messages.js';
import { hostsFlight, memoryHosts } from '../support/hosts.js';
import { inRealTime } from '../../support/real-time.js';

const scenario = hostsFlight(12);
const FA2 = FIRST_TERMINAL;

function told(cycle: number, isRead: boolean): LiveCycle {
  const heard = Array.from({ length: 4 }, () => (isRead ? ('no-response' as const) : ('not-read' as const)));
  const elements = [{ element: 'FA2', heard, outcome: 'own' as const }];
  return {
    ...{ kind: 'cycle', cycle, timeUs: 0, elements, members: [], pattern: '4' },
    ...{ cam: [], votes: [], wakeUs: 0 },
  };
}

/** By cycle: [was it asked, did it answer], and whether it counts as silent though nobody asked. */
function judged(
  cycles: readonly (readonly [asked: boolean, answered: boolean])[],
  everyCycles = 1,
): boolean[] {
  const buses = scenario.buses.map((bus) => ({
    ...bus,
    schedule: bus.schedule.map((slot) => ({ ...slot, everyCycles })),
  }));
  const givenUp = new GivenUp({ ...scenario, buses });
  return cycles.map(([asked, answered], cycle) => {
    givenUp.take(told(cycle, asked));
    return givenUp.judge(asked ? [0, FA2] : [0], answered ? [0, FA2] : [0]).includes(FA2);
  });
}

const [WELL, MUTE, UNASKED] = [
  [true, true],
  [true, false],
  [false, false],
] as const;

describe('a terminal that nobody asks', () => {
  it('is silent where it was silent when it was last asked', () => {
    expect(judged([WELL, MUTE, UNASKED, UNASKED])).toEqual([false, false, true, true]);
  });

  it('is not where it answered, nor where its turn has not come', () => {
    expect(judged([WELL, UNASKED, UNASKED])).toEqual([false, false, false]);
    expect(judged([MUTE, UNASKED, MUTE, UNASKED], 2)).toEqual([false, false, false, false]);
  });

  it('is not any more when it is heard again', () => {
    expect(judged([MUTE, UNASKED, WELL, UNASKED])).toEqual([false, true, false, false]);
  });
});

it('a dead terminal is named within two cycles, under status too', inRealTime, async () => {
  const { hosts, bus } = memoryHosts(scenario, { mode: 'status' });
  await hosts.startAll();
  hosts.at('GPC2', 3, () => bus.wire.setMute('FA2', true));
  await hosts.outcomes();
  for (const name of ['GPC1', 'GPC2', 'GPC3', 'GPC4']) {
    const changes = hosts.of(name).changes.filter(({ line }) => line === 'FA2');
    expect([name, changes.map(({ health }) => health)]).toEqual([name, ['unheard']]);
    expect(changes[0]?.cycle).toBeLessThanOrEqual(3 + 2);
  }
});
