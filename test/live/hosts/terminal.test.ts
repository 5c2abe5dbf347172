/** A terminal's host in virtual time: it answers when it is asked, as long as the answer's slot is its own; no cycle twice. */
import { describe, expect, it } from 'vitest';
import { AssertionError, at } from '../../../src/core/at.js';
import { MIL_STD_1553B } from '../../../src/core/bus/mil-std-1553b.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { findMode } from '../../../src/core/exchange/modes.js';
import { FIRST_TERMINAL, type Packet } from '../../../src/line/protocol/packet.js';
import { HostParts } from '../../../src/live/hosts/host-parts.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { COMMON, PERIOD_US, SLOTS } from '../support/keeper.js';
import { ScriptedRadio } from '../support/radio.js';

const { scenario } = loadScenario('sts-124-line');
const slotOf = (purpose: string) =>
  at(
    SLOTS,
    SLOTS.findIndex((slot) => slot.purpose === purpose),
  );
const [COMMAND, RESPONSE] = [slotOf('command'), slotOf('response')];
const ASKED_US = COMMAND.startUs + COMMAND.onLineUs;

function command(): Packet {
  const sent = new Transmission(MIL_STD_1553B.word);
  MIL_STD_1553B.composeRead({ address: 10, subaddress: 1, words: 8 }, sent);
  const head = { type: 'command', sender: 0, sequence: 0, slot: COMMAND.slot, cycle: 0 } as const;
  return { ...head, bus: 0, offsetNs: 0, words: [at(sent.words, 0)] };
}

function partsOn(radio: ScriptedRadio): HostParts {
  const mode = findMode('om1');
  if (mode === undefined) throw new Error('no om1');
  const timing = { lateUs: 0, gatherMs: 0, silentCycles: 2, signals: new SharedArrayBuffer(8) };
  const task = { scenario, mode: 'om1', station: FIRST_TERMINAL, slots: SLOTS, common: COMMON, ...timing };
  const nobody = { trace: () => undefined, cycle: () => undefined, wakeUs: () => 0 };
  return new HostParts(task, mode, radio, nobody);
}

function liveIn(parts: HostParts, cycle: number): void {
  const startUs = cycle * PERIOD_US;
  parts.post.beginCycle(cycle, startUs);
  parts.begin({ cycle, startUs, dueUs: startUs, leads: false, arrivals: undefined });
  parts.run.advance(1);
}

/** When it answers in a cycle in which it is asked, and then does not come to it for a while. */
function answeredUs(forUs: number): number[] {
  const script = [{ us: ASKED_US, packet: command() }];
  const radio = new ScriptedRadio(script, PERIOD_US, forUs === 0 ? [] : [{ afterUs: ASKED_US, forUs }]);
  liveIn(partsOn(radio), 0);
  return radio.said.filter(({ saying }) => saying.type === 'response').map(({ us }) => us);
}

describe('a terminal', () => {
  const overUs = RESPONSE.startUs + RESPONSE.onLineUs + RESPONSE.guardUs;

  it('answers at once', () => expect(answeredUs(0)).toEqual([ASKED_US]));

  it('answers late as long as its slot and the guard after it last', () =>
    expect(answeredUs(overUs - ASKED_US)).toEqual([overUs]));

  it('is silent when somebody else may speak', () => {
    expect(answeredUs(overUs - ASKED_US + 1)).toEqual([]);
    expect(answeredUs(12_000)).toEqual([]);
  });
});

it('a host never lives through a cycle again: what it was told with it would be lost', () => {
  const parts = partsOn(new ScriptedRadio([], 10 * PERIOD_US));
  liveIn(parts, 0);
  liveIn(parts, 4);
  expect(parts.run.cycle).toBe(5);
  expect(() => liveIn(parts, 4)).toThrow(AssertionError);
});
