/** What comes to a host, sorted: by slot, by cycle, and what is thrown away by reason. */
import { describe, expect, it } from 'vitest';
import { at } from '../../../src/core/at.js';
import type { Packet } from '../../../src/line/protocol/packet.js';
import { Post } from '../../../src/live/hosts/post.js';
import { beacon, hello, output, outputUs, PERIOD_US, SLOTS, type Script } from '../support/keeper.js';
import { ScriptedRadio } from '../support/radio.js';

const END_US = 10 * PERIOD_US;

/** Of computer 0, in cycle 7, which begins at 0. */
function postOf(script: Script): Post {
  const post = new Post(new ScriptedRadio(script, END_US), 0, SLOTS, (station) => station < 4);
  post.beginCycle(7, 0);
  return post;
}

const slotOf = (who: number): number => output(0, who).slot;

describe('in a cycle', () => {
  it('what is said stands in its slot, and who said it was heard', () => {
    const post = postOf([
      { us: outputUs(1), packet: output(7, 1) },
      { us: outputUs(2), packet: hello(7, 2) },
    ]);
    post.listen(PERIOD_US);
    expect(post.in(slotOf(1))).toMatchObject([{ type: 'output', sender: 1 }]);
    expect(post.in(slotOf(2))).toEqual([]);
    expect([[...post.heardFrom], post.hellos.map(({ sender }) => sender)]).toEqual([[1], [2]]);
  });

  it('what comes is taken in until it is enough, or time is up', () => {
    const post = postOf([1, 2, 3].map((who) => ({ us: outputUs(who), packet: output(7, who) })));
    post.listen(PERIOD_US, () => post.heardFrom.size === 1);
    expect([...post.heardFrom]).toEqual([1]);
    post.listen(outputUs(2));
    expect([...post.heardFrom]).toEqual([1, 2]);
    post.drain();
    expect([...post.heardFrom]).toEqual([1, 2]);
  });

  it('what another cycle brings is stale, but the next one is waited for', () => {
    const post = postOf([
      { us: 1, packet: output(6, 1) },
      { us: 2, packet: output(8, 2) },
      { us: 3, packet: output(9, 3) },
    ]);
    post.listen(PERIOD_US);
    expect([post.heardFrom.size, post.takeRefused(), post.takeRefused()]).toEqual([0, { stale: 2 }, {}]);
    post.beginCycle(8, PERIOD_US);
    expect([...post.heardFrom]).toEqual([2]);
  });

  it('what nobody should have said, or too late, or twice, is thrown away', () => {
    const twice: Packet = { ...output(7, 1), sequence: 200 };
    const open = at(SLOTS, SLOTS.length - 1);
    const post = postOf([
      { us: 1, packet: { ...output(7, 2), sender: 9 } },
      { us: 2, packet: { ...output(7, 2), sender: 3 } },
      { us: outputUs(1), packet: twice },
      { us: outputUs(1) + 1, packet: twice },
      { us: outputUs(1) + 2, packet: { ...twice, sequence: 201 } },
      { us: open.startUs + open.onLineUs, packet: output(7, 3) },
    ]);
    post.listen(PERIOD_US);
    expect(post.takeRefused()).toEqual({ stranger: 1, intruder: 1, duplicate: 1, surplus: 1, late: 1 });
    expect([...post.heardFrom]).toEqual([1]);
  });

  it('beacons are kept for whoever keeps the time, and not for ever', () => {
    const post = postOf(Array.from({ length: 100 }, (_, c) => ({ us: c, packet: beacon(c, 1) })));
    post.listen(PERIOD_US);
    expect(post.beacons).toHaveLength(64);
    expect(post.beacons.at(-1)).toMatchObject({ atUs: 99, beacon: { cycle: 99 } });
    post.beginCycle(8, PERIOD_US);
    expect(post.beacons).toHaveLength(64);
  });
});
