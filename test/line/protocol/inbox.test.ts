import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { planCycle } from '../../../src/line/protocol/cycle-plan.js';
import { Inbox } from '../../../src/line/protocol/inbox.js';
import { encodePacket } from '../../../src/line/protocol/packet-codec.js';
import { OPEN_SLOT, type Packet } from '../../../src/line/protocol/packet.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { holds } from '../../support/property.js';

// Computer 2 of sts-124-line in cycle 7 under om1: what it takes of what it hears. Slots: 0 beacon, 1 command by 1,
// 2 response by 64, 3 to 6 relays by 0 to 3, …, 255 open.
const { scenario } = loadScenario('sts-124-line');
const plan = planCycle(scenario, 'om1', 'one-host-per-computer');
const OWN = 2;
let inbox: Inbox;
beforeEach(() => {
  inbox = new Inbox(OWN, plan, (station) => station < 4 || station === 64 || station === 200);
  inbox.beginCycle(7);
});

const header = { sequence: 0, cycle: 7 };
const response: Packet = {
  type: 'response',
  ...header,
  sender: 64,
  slot: 2,
  bus: 0,
  offsetNs: 0,
  words: [0],
};
const relay: Packet = {
  type: 'message',
  ...header,
  sender: 1,
  slot: 4,
  receiver: 255,
  round: 1,
  messages: [],
};
const own: Packet = { ...relay, sender: OWN, slot: 5 };
const hello: Packet = {
  type: 'hello',
  ...header,
  ...{ sender: 3, slot: OPEN_SLOT, role: 'computer', scenario: 0, configuration: 0 },
};
const beacon: Packet = {
  type: 'beacon',
  ...header,
  ...{
    sender: 0,
    slot: 0,
    scenario: 0,
    configuration: 0,
    periodUs: 40_000,
    present: 15,
    joined: 0,
    term: 0,
    mode: 2,
  },
};

const judge = (packet: Packet): string => {
  const verdict = inbox.judge(packet, encodePacket(packet));
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
};

describe('an inbox', () => {
  const verdicts: [what: string, packet: Packet, verdict: string][] = [
    ['a response in its slot', response, 'taken'],
    ['a relay in its slot', relay, 'taken'],
    ['the beacon of the next cycle', { ...beacon, cycle: 8 }, 'taken'],
    ['a beacon from whoever took over', { ...beacon, sender: 3, term: 1 }, 'taken'],
    ['a hello from one who knows no cycle', { ...hello, cycle: 0 }, 'taken'],
    ['a station that the scenario does not know', { ...relay, sender: 9 }, 'stranger'],
    ["a computer in another's slot", { ...relay, slot: 3 }, 'intruder'],
    ['a beacon from a terminal', { ...beacon, sender: 64 }, 'intruder'],
    ['a slot that there is not', { ...relay, slot: 99 }, 'intruder'],
    ['a message in the slot of the response', { ...relay, sender: 64, slot: 2 }, 'intruder'],
    [
      'a ping outside the open slot',
      { type: 'ping', ...header, sender: 1, slot: 4, receiver: 2, token: 0, filling: Uint8Array.of() },
      'intruder',
    ],
    ['the cycle before', { ...relay, cycle: 6 }, 'stale'],
    ['the cycle to come', { ...relay, cycle: 8 }, 'stale'],
    ['its own number', own, 'impostor'],
  ];
  it.each(verdicts)('judges %s', (_what, packet, verdict) => {
    expect(judge(packet)).toBe(verdict);
  });

  it('takes no packet twice, and one response only', () => {
    expect([judge(response), judge(response)]).toEqual(['taken', 'duplicate']);
    expect(judge({ ...response, sequence: 1 })).toBe('surplus');
    // A round's messages may need several packets.
    expect([judge(relay), judge({ ...relay, sequence: 1 })]).toEqual(['taken', 'taken']);
  });

  it('takes nothing in a slot whose time is up, and knows it from a copy of what it took', () => {
    expect(judge(response)).toBe('taken');
    inbox.closeBefore(7);
    expect([judge(response), judge(relay), judge(hello)]).toEqual(['duplicate', 'late', 'taken']);
    inbox.beginCycle(8);
    expect(judge({ ...relay, cycle: 8 })).toBe('taken');
  });

  it('knows its own packets when they come back, each once, and which did not', () => {
    inbox.send(encodePacket(own));
    inbox.send(encodePacket({ ...own, sequence: 1 }));
    expect(inbox.unheard).toBe(2);
    expect([judge(own), judge(own)]).toEqual(['echo', 'impostor']);
    expect(judge({ ...own, sequence: 1, round: 2 })).toBe('impostor');
    expect(inbox.unheard).toBe(1);
    inbox.beginCycle(8);
    expect(inbox.unheard).toBe(0);
  });

  it('takes from no sender what is not its own to say, whatever comes', () => {
    const u8 = fc.nat(255);
    const any = fc.record({ sender: u8, slot: fc.nat(30), sequence: u8, cycle: fc.constantFrom(6, 7, 8) });
    holds(
      fc.property(fc.array(any), (headers) => {
        inbox.beginCycle(7);
        for (const some of headers) {
          const packet: Packet = { ...relay, ...some };
          if (judge(packet) !== 'taken') continue;
          const slot = plan.find(({ slot: number }) => number === packet.slot);
          expect([slot?.purpose, slot?.sender, packet.cycle]).toEqual(['message', packet.sender, 7]);
        }
      }),
      500,
    );
  });
});
