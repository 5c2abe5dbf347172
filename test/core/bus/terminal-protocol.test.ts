/** The rules of a MIL-STD-1553B terminal, row by row: what it heard, one transmission after the other, and what it did. */
import { describe, expect, it } from 'vitest';
import { MODE_CODES } from '../../../src/core/bus/mode-code.js';
import type { Reading } from '../../../src/core/bus/reading.js';
import { BIT } from '../../../src/core/bus/terminal-modes.js';
import {
  ALL,
  command,
  data,
  Desk,
  LAST,
  mode,
  OTHER,
  payload,
  RECEIVE,
  status,
  STATUS,
  T,
  TRANSMIT,
} from '../../support/terminal-desk.js';

/** What was heard, and what is answered. */
type Step = readonly [heard: readonly number[], answer: string, kind?: Reading['kind']];
const CASES: Readonly<Record<string, readonly Step[]>> = {
  'RT→BC: status and data': [[[TRANSMIT], '0 200 201 202']],
  'BC→RT: status': [[[RECEIVE, data(7), data(8)], '0']],
  'a count of zero is 32': [
    [[command(T, 1, 1, 32)], ['0', ...Array.from({ length: 32 }, (_, i) => 100 + i)].join(' ')],
  ],
  'invalid command: nothing, and nothing is remembered': [
    [[TRANSMIT], '0 200 201 202'],
    [[], '-', 'parity'],
    [[], '-', 'no-response'],
    [LAST, `0 ${payload(TRANSMIT)}`],
    [STATUS, '0'],
  ],
  'a data word is no command': [
    [[data(payload(TRANSMIT))], '-'],
    [STATUS, '0'],
  ],
  'a command to another, and its answer': [
    [[command(OTHER, 1, 2, 1)], '-'],
    [[status(OTHER), data(1)], '-'],
  ],
  'too few data: message error, status suppressed': [
    [[RECEIVE, data(7)], '-'],
    [STATUS, '400'],
    [STATUS, '400'],
  ],
  'no data at all': [
    [[RECEIVE], '-'],
    [STATUS, '400'],
  ],
  'too many data': [
    [[RECEIVE, data(7), data(8), data(9)], '-'],
    [STATUS, '400'],
  ],
  'a bad data word': [
    [[RECEIVE, data(7)], '-', 'parity'],
    [STATUS, '400'],
  ],
  'a bad word after the last': [
    [[RECEIVE, data(7), data(8)], '-', 'manchester'],
    [STATUS, '400'],
  ],
  'a command word amid the data': [
    [[RECEIVE, data(7), status(OTHER)], '-'],
    [STATUS, '400'],
  ],
  'a transmit command with a data word behind it': [
    [[TRANSMIT, data(1)], '-'],
    [STATUS, '400'],
  ],
  'a transmit command with a bad word behind it': [
    [[TRANSMIT], '-', 'sync'],
    [STATUS, '400'],
  ],
  'a mode command with a data word too many': [
    [[mode('synchronize'), data(1)], '-'],
    [STATUS, '400'],
  ],
  'a mode command without its data word': [
    [[mode('synchronize-with-data')], '-'],
    [STATUS, '400'],
  ],
  'the next valid command clears message error': [
    [[RECEIVE], '-'],
    [[TRANSMIT], '0 200 201 202'],
    [STATUS, '0'],
  ],
  'Transmit Last Command leaves the status and itself out': [
    [[RECEIVE], '-'],
    [LAST, `400 ${payload(RECEIVE)}`],
    [LAST, `400 ${payload(RECEIVE)}`],
    [STATUS, '400'],
    [LAST, `400 ${payload(mode('transmit-status'))}`],
  ],
  'broadcast: kept, not answered, remembered until the next command': [
    [[command(ALL, 0, 4, 1), data(5)], '-'],
    [STATUS, '10'],
    [LAST, `10 ${payload(mode('transmit-status'))}`],
    [[TRANSMIT], '0 200 201 202'],
    [STATUS, '0'],
  ],
  'broadcast with bad data: both flags': [
    [[command(ALL, 0, 4, 2), data(5)], '-'],
    [STATUS, '410'],
  ],
  'a broadcast transmit command is answered by nobody': [
    [[command(ALL, 1, 4, 1)], '-'],
    [STATUS, '10'],
  ],
  'broadcast mode codes': [
    [[mode('synchronize', ALL)], '-'],
    [STATUS, '10'],
    [[mode('synchronize-with-data', ALL), data(9)], '-'],
    [STATUS, '10'],
  ],
  'both subaddresses mean a mode code': [
    [[command(T, 1, 0, 2)], '0'],
    [[command(T, 1, 31, 2)], '0'],
  ],
  'reserved mode codes, undetected: in form': [
    [[command(T, 1, 0, 9)], '0'],
    [[command(T, 1, 0, 22)], '0 0'],
    [[command(T, 0, 0, 22), data(1)], '0'],
    [[command(T, 0, 0, 3)], '0'],
    [[command(T, 1, 0, 17)], '0 0'],
  ],
  'bus control is offered in vain': [[[mode('dynamic-bus-control')], '0']],
};

describe('a terminal of MIL-STD-1553B', () => {
  it.each(Object.entries(CASES))('%s', (_, steps) => {
    const desk = new Desk();
    expect(steps.map(([heard, , kind = 'ok']) => desk.hear(heard, { kind }))).toEqual(
      steps.map(([, answer]) => answer),
    );
  });

  it('takes in data that came whole, and none of a message in error', () => {
    const desk = new Desk();
    desk.hear([RECEIVE, data(7), data(8)]);
    desk.hear([RECEIVE, data(1)]);
    desk.hear([RECEIVE, data(1), data(2), data(3)]);
    desk.hear([command(ALL, 0, 5, 1), data(9)]);
    expect(desk.written).toEqual(['4: 7 8', '5: 9']);
  });
});

describe('illegal commands, detected', () => {
  const legal = { receive: [4], transmit: [2] };
  it.each<readonly [string, readonly Step[]]>([
    [
      'legal ones as ever',
      [
        [[TRANSMIT], '0 200 201 202'],
        [[RECEIVE, data(1), data(2)], '0'],
      ],
    ],
    [
      'transmit: message error and no data',
      [
        [[command(T, 1, 3, 2)], '400'],
        [STATUS, '400'],
        [[TRANSMIT], '0 200 201 202'],
      ],
    ],
    ['receive: message error, the data dropped', [[[command(T, 0, 5, 1), data(1)], '400']]],
    [
      'receive, in error besides: suppressed',
      [
        [[command(T, 0, 5, 1)], '-'],
        [STATUS, '400'],
      ],
    ],
    [
      'a reserved mode code',
      [
        [[command(T, 1, 0, 9)], '400'],
        [[command(T, 1, 0, 30)], '400'],
        [[command(T, 0, 0, 4)], '400'],
      ],
    ],
    [
      'broadcast of what each would have to answer',
      [
        [[mode('transmit-bit-word', ALL)], '-'],
        [STATUS, '410'],
      ],
    ],
    [
      'broadcast to a subaddress that is not there',
      [
        [[command(ALL, 0, 5, 1), data(1)], '-'],
        [STATUS, '410'],
      ],
    ],
  ])('%s', (_, steps) => {
    const desk = new Desk(legal);
    expect(steps.map(([heard]) => desk.hear(heard))).toEqual(steps.map(([, answer]) => answer));
    expect(desk.written.filter((line) => line.startsWith('5'))).toEqual([]);
  });
});

describe('conditions of the terminal stand in its status', () => {
  it('busy: status only, data dropped, Transmit Status and Transmit Last Command answer as ever', () => {
    const desk = new Desk();
    desk.modes.conditions.busy = true;
    expect(desk.hear([TRANSMIT])).toBe('8');
    expect(desk.hear([RECEIVE, data(1), data(2)])).toBe('8');
    expect(desk.hear([mode('transmit-vector-word')])).toBe('8');
    expect(desk.hear([mode('synchronize-with-data'), data(3)])).toBe('8');
    desk.modes.conditions.busy = false;
    expect([desk.hear(STATUS), desk.hear(LAST)]).toEqual(['8', `8 ${payload(mode('transmit-status'))}`]);
    expect([desk.written, desk.modes.effects.synchronized, desk.hear([TRANSMIT])]).toEqual([
      [],
      0,
      '0 200 201 202',
    ]);
  });

  it.each([
    ['serviceRequest', '100'],
    ['subsystemFlag', '4'],
    ['terminalFlag', '1'],
  ] as const)('%s', (flag, shown) => {
    const desk = new Desk();
    desk.modes.conditions[flag] = true;
    expect(desk.hear([TRANSMIT])).toBe(`${shown} 200 201 202`);
    desk.modes.conditions[flag] = false;
    expect([desk.hear(STATUS), desk.hear([TRANSMIT])]).toEqual([shown, '0 200 201 202']);
  });
});

describe('mode codes', () => {
  it('the table: 15 codes, and which of them may be told to all', () => {
    expect(MODE_CODES.map(({ code, transmit }) => `${transmit ? 'T' : 'R'}${code}`).join(' ')).toBe(
      'T0 T1 T2 T3 T4 T5 T6 T7 T8 T16 R17 T18 T19 R20 R21',
    );
    expect(MODE_CODES.filter(({ broadcast }) => !broadcast).map(({ code }) => code)).toEqual([
      0, 2, 16, 18, 19,
    ]);
  });

  it('synchronize, with and without data; self test; vector word; bus control accepted', () => {
    const desk = new Desk();
    desk.modes.conditions.vectorWord = 0xbeef;
    desk.modes.conditions.acceptsBusControl = true;
    expect(desk.hear([mode('synchronize')])).toBe('0');
    expect(desk.hear([mode('synchronize-with-data'), data(77)])).toBe('0');
    expect(desk.hear([mode('self-test')])).toBe('0');
    expect(desk.hear([mode('transmit-vector-word')])).toBe(`0 48879`);
    expect(desk.hear([mode('dynamic-bus-control')])).toBe('2');
    expect(desk.modes.effects).toEqual({ synchronized: 2, syncWord: 77, selfTests: 1, resets: 0 });
  });

  it('the terminal flag is inhibited until that is lifted, or the terminal reset', () => {
    const desk = new Desk();
    desk.modes.conditions.terminalFlag = true;
    const shown = (): string => desk.hear([command(T, 1, 2, 1)]);
    for (const lift of ['override-inhibit-terminal-flag', 'reset'] as const) {
      expect(shown()).toBe('1 200');
      expect([desk.hear([mode('inhibit-terminal-flag')]), shown()]).toEqual(['0', '0 200']);
      desk.hear([mode(lift)]);
    }
    expect(shown()).toBe('1 200');
  });

  it.each([0, 1])(
    'shutdown of the transmitter of the other line than %i, until that is lifted or the terminal reset',
    (line) => {
      const desk = new Desk();
      const other = 1 - line;
      const shut = other === 0 ? BIT.shutA : BIT.shutB;
      for (const lift of ['override-transmitter-shutdown', 'reset'] as const) {
        expect(desk.hear([mode('transmitter-shutdown')], { line })).toBe('0');
        expect([desk.hear([TRANSMIT], { line }), desk.hear([TRANSMIT], { line: other })]).toEqual([
          '0 200 201 202',
          '-',
        ]);
        expect(desk.hear([mode('transmit-bit-word')], { line })).toBe(`0 ${shut}`);
        // It still hears, and obeys, what it cannot answer.
        expect(desk.hear([RECEIVE, data(1), data(2)], { line: other })).toBe('-');
        expect(desk.hear([mode('transmit-last-command')], { line })).toBe(`0 ${payload(RECEIVE)}`);
        desk.hear([mode(lift)], { line });
        expect(desk.hear([TRANSMIT], { line: other })).toBe('0 200 201 202');
      }
      expect(desk.written.length).toBe(2);
    },
  );

  it('selected shutdown: of the line that the data word names; never the one it came on, nor one that is not there', () => {
    const desk = new Desk();
    const heardOn = (): string[] => [0, 1].map((line) => desk.hear([command(T, 1, 2, 1)], { line }));
    for (const named of [0, 2, 0xffff]) desk.hear([mode('selected-transmitter-shutdown'), data(named)]);
    expect(heardOn()).toEqual(['0 200', '0 200']);
    desk.hear([mode('selected-transmitter-shutdown'), data(1)]);
    expect(heardOn()).toEqual(['0 200', '-']);
    desk.hear([mode('override-selected-transmitter-shutdown'), data(1)]);
    expect(heardOn()).toEqual(['0 200', '0 200']);
  });
});
