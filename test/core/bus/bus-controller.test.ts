import { describe, expect, it } from 'vitest';
import type { Element } from '../../../src/core/bus/element.js';
import { INTERMESSAGE_GAP_NS, responseTimeNs } from '../../../src/core/bus/message.js';
import { STATUS } from '../../../src/core/bus/mil-std-1553b.js';
import { SHUTTLE } from '../../../src/core/bus/shuttle.js';
import { Transmitter } from '../../../src/core/bus/transmitter.js';
import { FORMATS, HEALTHY } from '../../support/bus.js';
import { bus, EARS } from '../../support/flight-bus.js';

const kinds = (element: Element): string[] => element.readings.slice(0, 2).map(({ kind }) => kind);

/** What a computer has of an element after the read, that had 1, 2, 3, 4 before. */
function stored(element: Element, computer = 0): number[] {
  const data = Int32Array.of(1, 2, 3, 4);
  element.dataHeardBy(computer, data);
  return [...data];
}
const FRESH = [0, 1, 2, 3].map((i) => 2560 + i);

describe.each(FORMATS)('a read, in $name', ({ format }) => {
  it('gives every computer the words that the terminal sent', () => {
    const { controller, element, notes, monitor } = bus({ format });
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element, 0), stored(element, 1)]).toEqual([['ok', 'ok'], FRESH, FRESH]);
    expect([element.heardWell(0), element.name, element.sentWords]).toEqual([true, 'E0', 4]);
    expect([...element.sent.subarray(0, 4)]).toEqual(FRESH);
    expect(notes.map(({ from, words }) => [from, words.length])).toEqual([
      ['A', 1],
      ['T', 4 + format.firstData],
    ]);
    expect([...monitor.violations]).toEqual([]);
  });

  it.each([4, 6, 8.5, 12])('response time, mid-parity to mid-sync at the terminal: %i µs', (responseUs) => {
    const { controller, notes, medium, monitor } = bus({
      format,
      terminal: { responseUs },
      tapsM: { T: 40 },
    });
    controller.runMinorFrame(5_000);
    const [command, answer] = notes;
    expect(command?.startNs).toBe(5_000);
    const commandEndNs = (command?.endNs ?? NaN) + medium.delayNs(0, 2);
    expect(responseTimeNs(commandEndNs, answer?.startNs ?? NaN)).toBe(responseUs * 1000);
    expect([...monitor.violations]).toEqual([]);
  });

  it('no response: after the time-out the bus is free, and all keep what they had', () => {
    const { controller, element, medium, notes } = bus({ format, slots: [{ terminal: 'nobody' }] });
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element), element.sentWords]).toEqual([
      ['no-response', 'no-response'],
      [1, 2, 3, 4],
      0,
    ]);
    expect(notes.length).toBe(1);
    expect(responseTimeNs(format.word.wordNs, element.doneNs)).toBe(format.responseTimeoutNs);
    expect(medium.freeNs).toBe(element.doneNs);
  });

  it('a reading of the cycle before is not taken for an answer', () => {
    const { controller, element, notes } = bus({ format });
    controller.runMinorFrame(0);
    const whisper = new Transmitter({ ...HEALTHY, levelMv: 10 });
    controller.commander = { station: 0, transmitter: whisper };
    controller.runMinorFrame(40_000_000);
    expect(notes.map(({ from }) => from)).toEqual(['A', 'T', 'A']);
    expect([kinds(element), stored(element)]).toEqual([
      ['no-response', 'no-response'],
      [1, 2, 3, 4],
    ]);
  });

  it('an answer counts up to the time-out, and is late after it; what comes late is not stored', () => {
    const heard = (responseUs: number): unknown => {
      const { controller, element } = bus({ format, terminal: { responseUs } });
      controller.runMinorFrame(0);
      return [kinds(element), stored(element)];
    };
    const limitUs = format.responseTimeoutNs / 1000;
    expect(heard(limitUs)).toEqual([['ok', 'ok'], FRESH]);
    expect(heard(limitUs + 0.001)).toEqual([
      ['late', 'late'],
      [1, 2, 3, 4],
    ]);
  });

  it('the way there and back counts too: at the end of a long line one computer finds late what another does not', () => {
    const responseUs = format.responseTimeoutNs / 1000 - 0.5;
    const { controller, element } = bus({ format, terminal: { responseUs }, tapsM: { B: 200, T: 200 } });
    controller.runMinorFrame(0);
    // 1 µs each way: A, at the near end, waits for 2 µs more; B, beside the terminal, hears both at its own time.
    expect(kinds(element)).toEqual(['late', 'ok']);
  });

  it('a short answer: the words received are stored, the rest stay stale', () => {
    const { controller, element, terminal, monitor } = bus({ format });
    terminal.bend = (answer) => (answer.count -= 2);
    controller.runMinorFrame(0);
    expect(kinds(element)).toEqual(['word-count', 'word-count']);
    expect(stored(element)).toEqual([2560, 2561, 3, 4]);
    expect([...monitor.violations]).toEqual([['word-count', 1]]);
  });

  it('an answer one word too long is an error, and none of it beyond what was asked for is stored', () => {
    const { controller, element, terminal } = bus({ format });
    terminal.bend = (answer) => format.composeData(10, Int32Array.of(99), 1, answer);
    controller.runMinorFrame(0);
    expect(kinds(element)).toEqual(['word-count', 'word-count']);
    expect(stored(element)).toEqual(FRESH);
  });

  it('words of another terminal are none of this element', () => {
    const { controller, element, terminal, monitor } = bus({ format });
    terminal.bend = (answer) => {
      answer.clear();
      format.composeResponse(11, Int32Array.of(5, 6, 7, 8), 4, answer);
    };
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element)]).toEqual([
      ['address', 'address'],
      [1, 2, 3, 4],
    ]);
    expect([...monitor.violations]).toEqual([['address', 1]]);
  });

  it('what a computer decodes up to an error it stores; the others have it all', () => {
    const { controller, element, terminal, ears, monitor } = bus({ format });
    // The second data word goes out with its parity wrong; only a close look at the line shows it.
    terminal.bend = (answer) =>
      (answer.words[format.firstData + 1] = (answer.words[format.firstData + 1] ?? 0) ^ 1);
    for (const own of ears) own.shortCut = false;
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element)]).toEqual([
      ['parity', 'parity'],
      [2560, 2, 3, 4],
    ]);
    expect([...monitor.violations]).toEqual([['parity', 1]]);
  });

  it('a word that does not belong is the error, though the decoder stumbles after it', () => {
    const { controller, element, terminal, ears } = bus({ format });
    terminal.bend = (answer) => {
      answer.clear();
      format.composeResponse(11, Int32Array.of(5, 6, 7, 8), 4, answer);
      answer.words[3] = (answer.words[3] ?? 0) ^ 1;
    };
    for (const own of ears) own.shortCut = false;
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element)]).toEqual([
      ['address', 'address'],
      [1, 2, 3, 4],
    ]);
  });

  it('who hears without doubt and who looks closely hold the same words; only the first is verbatim', () => {
    const { controller, element, ears } = bus({ format });
    ears[1].shortCut = false;
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element, 0), stored(element, 1)]).toEqual([['ok', 'ok'], FRESH, FRESH]);
    expect([element.heardVerbatim(0), element.heardVerbatim(1)]).toEqual([true, false]);
  });

  it('what one hears in error does not speak for another', () => {
    const { controller, element, terminal } = bus({
      format,
      tapsM: { B: 200, T: 200 },
      terminal: { responseUs: 13 },
    });
    for (const words of [4, 3]) {
      terminal.bend = (answer) => (answer.count = words + format.firstData);
      controller.runMinorFrame(0);
      const late = format.responseTimeoutNs < 15_000;
      const content = words === 4 ? 'ok' : 'word-count';
      expect(kinds(element)).toEqual([late ? 'late' : content, content]);
      expect(element.heardVerbatim(1)).toBe(words === 4);
    }
  });

  it('a terminal that cannot hear the command stays silent', () => {
    const deaf = { ...EARS, thresholdMv: 7000 };
    const { controller, element, notes } = bus({ format, terminal: { receiver: deaf } });
    controller.runMinorFrame(0);
    expect([kinds(element), notes.length, element.sentWords]).toEqual([['no-response', 'no-response'], 1, 0]);
  });

  it('one computer may hear what another does not', () => {
    const { controller, element, terminal } = bus({ format, thresholdMv: 700 });
    terminal.transmitter.behaviours.push({
      shape: (wave) => {
        wave.positiveMv = wave.negativeMv = 300;
      },
    });
    controller.runMinorFrame(0);
    expect(kinds(element)).toEqual(['ok', 'no-response']);
    expect([element.heardWell(0), element.heardWell(1)]).toEqual([true, false]);
    expect([stored(element, 0), stored(element, 1)]).toEqual([FRESH, [1, 2, 3, 4]]);
  });
});

describe('what only one of the formats can get wrong', () => {
  it('a bad SEV is an error of validity; the words before it are stored (Shuttle)', () => {
    const { controller, element, terminal } = bus({ format: SHUTTLE });
    // Two bits of SEV inverted: parity does not see it.
    terminal.bend = (answer) => (answer.words[2] = (answer.words[2] ?? 0) ^ 0b1100);
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element)]).toEqual([
      ['validity', 'validity'],
      [2560, 2561, 3, 4],
    ]);
  });

  it.each(['busy', 'messageError'] as const)('a status with %s brings no data (MIL-STD-1553B)', (flag) => {
    const { controller, element, terminal } = bus({});
    terminal.bend = (answer) => {
      answer.count = 1;
      answer.words[0] = (answer.words[0] ?? 0) ^ (STATUS[flag] << 1) ^ 1;
    };
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element)]).toEqual([
      ['validity', 'validity'],
      [1, 2, 3, 4],
    ]);
  });

  it('a second status word amid the data is an error of sync (MIL-STD-1553B)', () => {
    const { controller, element, terminal } = bus({});
    terminal.bend = (answer) => (answer.words[2] = answer.words[0] ?? 0);
    controller.runMinorFrame(0);
    expect([kinds(element), stored(element)]).toEqual([
      ['sync', 'sync'],
      [2560, 2, 3, 4],
    ]);
  });
});

describe('the schedule of a minor frame', () => {
  it('is walked in order, each slot not before its offset and a gap after the message before', () => {
    const slots = [
      { words: 4 },
      { terminal: 'U', words: 2 },
      { offsetUs: 1_000 },
      { terminal: 'nobody' },
      {},
    ];
    const { controller, notes, elements, monitor } = bus({ slots, tapsM: { T: 40 } });
    controller.runMinorFrame(7_000);
    const commands = notes.filter(({ from }) => from === 'A').map(({ startNs }) => startNs);
    expect(notes.map(({ from }) => from)).toEqual(['A', 'T', 'A', 'U', 'A', 'T', 'A', 'A', 'T']);
    expect(commands[0]).toBe(7_000);
    expect(commands[1]).toBe((elements[0]?.doneNs ?? NaN) + INTERMESSAGE_GAP_NS);
    expect(commands[2]).toBe(7_000 + 1_000_000);
    expect(commands[4]).toBe((elements[3]?.doneNs ?? NaN) + INTERMESSAGE_GAP_NS);
    // The answer of a terminal 40 m away is over when its end has come all the way.
    expect(elements[0]?.doneNs).toBe((notes[1]?.endNs ?? NaN) + 200);
    expect([...monitor.violations]).toEqual([]);
    expect(elements.map((element) => kinds(element)[1])).toEqual(['ok', 'ok', 'ok', 'no-response', 'ok']);
  });

  it('skips who is not polled, and leaves that reading alone', () => {
    const { controller, notes, elements, element } = bus({ slots: [{}, {}] });
    controller.runMinorFrame(0);
    element.polled = false;
    controller.runMinorFrame(40_000_000);
    expect(notes.length).toBe(6);
    expect(elements.map(({ doneNs }) => doneNs > 40_000_000)).toEqual([false, true]);
    expect(kinds(element)).toEqual(['ok', 'ok']);
  });

  it('an element is due in one minor frame of so many', () => {
    const { elements } = bus({ slots: [{}, { everyCycles: 4 }] });
    const due = elements.map((element) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((cycle) => element.isDue(cycle)),
    );
    expect(due).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      [0, 4, 8],
    ]);
  });

  it('goes on in the next frame, but never into a message that is still under way', () => {
    const { controller, notes } = bus({ slots: [{ words: 32 }] });
    controller.runMinorFrame(0);
    controller.runMinorFrame(100_000);
    expect(notes[2]?.startNs).toBe((notes[1]?.endNs ?? NaN) + INTERMESSAGE_GAP_NS);
  });

  it('can be given to another computer: then that one commands, and the first one listens', () => {
    const { controller, notes, element, monitor } = bus({ slots: [{}, { terminal: 'nobody' }] });
    controller.runMinorFrame(0);
    controller.commander = { station: 1, transmitter: new Transmitter(HEALTHY) };
    controller.runMinorFrame(40_000_000);
    expect(notes.map(({ from }) => from)).toEqual(['A', 'T', 'A', 'B', 'T', 'B']);
    expect(kinds(element)).toEqual(['ok', 'ok']);
    expect([...monitor.violations]).toEqual([]);
  });
});
