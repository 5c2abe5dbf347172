/** A terminal in transfers from another terminal, as the one and as the other (MIL-STD-1553B 4.3.3.6.3, RT-RT validation). */
import { describe, expect, it } from 'vitest';
import {
  ALL,
  command,
  data,
  Desk,
  LAST,
  OTHER,
  payload,
  status,
  STATUS,
  T,
  TRANSMIT,
} from '../../support/terminal-desk.js';

describe('as the receiver of an RT-RT transfer', () => {
  const OPEN = [command(T, 0, 4, 2), command(OTHER, 1, 6, 2)];
  const DATA = [status(OTHER), data(7), data(8)];
  /** When the status starts that a transmitter sends after so long a response time: 40 µs of commands, 2 µs of mid-bits. */
  const after = (responseUs: number): { startNs: number } => ({
    startNs: 40_000 + responseUs * 1000 - 2_000,
  });

  it.each<readonly [string, readonly number[], string, number]>([
    ['all as announced', DATA, '0', 6],
    ['first data word 57 µs after its command', DATA, '0', 17],
    ['first data word later than that', DATA, '-', 17.1],
    ['a word too few', [status(OTHER), data(7)], '-', 6],
    ['a word too many', [...DATA, data(9)], '-', 6],
    ['another terminal', [status(12), data(7), data(8)], '-', 6],
    ['the transmitter reports message error', [status(OTHER, 0x400), data(7), data(8)], '-', 6],
    ['the transmitter is busy', [status(OTHER, 8)], '-', 6],
    ['data without a status word', [data(1), data(7), data(8)], '-', 6],
    ['a command word amid the data', [status(OTHER), data(7), status(OTHER)], '-', 6],
  ])('%s', (_, heard, answer, responseUs) => {
    const desk = new Desk();
    expect([desk.hear(OPEN), desk.waits]).toEqual(['-', true]);
    expect([desk.hear(heard, after(responseUs)), desk.waits]).toEqual([answer, false]);
    expect(desk.hear(STATUS)).toBe(answer === '0' ? '0' : '400');
    expect(desk.written).toEqual(answer === '0' ? ['4: 7 8'] : []);
  });

  it('what never comes is message error too', () => {
    const desk = new Desk();
    desk.hear(OPEN);
    expect(desk.hear(STATUS)).toBe('400');
  });

  it('what comes on the other line is not what it waits for, unless it is a command of its own', () => {
    const desk = new Desk();
    desk.hear(OPEN);
    expect([desk.hear(DATA, { ...after(6), line: 1 }), desk.waits]).toEqual(['-', true]);
    expect([desk.hear([TRANSMIT], { line: 1 }), desk.waits]).toEqual(['0 200 201 202', false]);
    expect(desk.hear(DATA, after(6))).toBe('-');
  });

  it.each<readonly [string, readonly number[]]>([
    ['the counts differ', [command(T, 0, 4, 2), command(OTHER, 1, 6, 3)]],
    ['the second is a receive command', [command(T, 0, 4, 2), command(OTHER, 0, 6, 2)]],
    ['the second is a mode command', [command(T, 0, 4, 2), command(OTHER, 1, 0, 2)]],
    ['the second goes to all', [command(T, 0, 4, 2), command(ALL, 1, 6, 2)]],
    ['something follows', [...OPEN, data(1)]],
  ])('no transfer: %s', (_, heard) => {
    const desk = new Desk();
    expect([desk.hear(heard), desk.waits, desk.hear(DATA, after(6)), desk.hear(STATUS)]).toEqual([
      '-',
      false,
      '-',
      '400',
    ]);
  });

  it('to all terminals: kept, not answered', () => {
    const desk = new Desk();
    desk.hear([command(ALL, 0, 4, 2), command(OTHER, 1, 6, 2)]);
    expect([desk.hear(DATA, after(6)), desk.hear(STATUS), desk.written]).toEqual(['-', '10', ['4: 7 8']]);
  });

  it('to a subaddress that is not there: message error, and the data are dropped', () => {
    const desk = new Desk({ receive: [5], transmit: [] });
    desk.hear(OPEN);
    expect([desk.hear(DATA, after(6)), desk.written]).toEqual(['400', []]);
  });
});

describe('as the transmitter of an RT-RT transfer', () => {
  it.each([OTHER, ALL])('to %i: answers the second command, whoever the first is for', (receiver) => {
    const desk = new Desk();
    expect(desk.hear([command(receiver, 0, 4, 2), command(T, 1, 6, 2)])).toBe('0 600 601');
    expect(desk.hear(LAST)).toBe(`0 ${payload(command(T, 1, 6, 2))}`);
  });

  it('hears nothing of a second command that is bad', () => {
    expect(new Desk().hear([command(OTHER, 0, 4, 2)], { kind: 'parity' })).toBe('-');
  });
});
