/** What a host writes down of the others: the same again is one entry, and there is an end to it. */
import { describe, expect, it } from 'vitest';
import { OthersBook } from '../../src/live/others-book.js';

const newBook = () => new OthersBook(['A', 'B', 'C'], ['IMU', 'RGA']);

describe('messages', () => {
  const messagesOf = (told: (book: OthersBook) => void) => {
    const book = newBook();
    told(book);
    return book
      .done()
      ?.messages.map(({ cycles, from, round, about, said }) => [cycles, from, round, about, said]);
  };

  it('the same as the last time it was asked goes on, in whichever cycle that was', () => {
    const messages = messagesOf((book) => {
      for (const cycle of [4, 8, 12]) book.message(cycle, 1, 2, 1, 'nothing');
    });
    expect(messages).toEqual([[[4, 12], 'B', 2, 1, 'nothing']]);
  });

  it('what was expected ends it, and so does anything else', () => {
    const messages = messagesOf((book) => {
      book.message(1, 1, 1, 0, [0x20842, 1]);
      book.message(2, 1, 1, 0, undefined);
      book.message(3, 1, 1, 0, [0x20842, 1]);
      book.message(4, 1, 1, 0, [0x20842, 2]);
      book.message(5, 1, 1, 0, 'nothing');
    });
    expect(messages).toEqual([
      [[1, 1], 'B', 1, 0, ['20842', '00001']],
      [[3, 3], 'B', 1, 0, ['20842', '00001']],
      [[4, 4], 'B', 1, 0, ['20842', '00002']],
      [[5, 5], 'B', 1, 0, 'nothing'],
    ]);
  });

  it('of other senders, rounds and subjects are other ones', () => {
    const messages = messagesOf((book) => {
      for (const cycle of [0, 1]) {
        book.message(cycle, 1, 1, 0, 'nothing');
        book.message(cycle, 2, 1, 0, 'nothing');
        book.message(cycle, 1, 2, 0, cycle === 0 ? 'nothing' : undefined);
        book.message(cycle, 1, 1, 1, 'nothing');
      }
    });
    expect(messages).toEqual([
      [[0, 1], 'B', 1, 0, 'nothing'],
      [[0, 1], 'C', 1, 0, 'nothing'],
      [[0, 0], 'B', 2, 0, 'nothing'],
      [[0, 1], 'B', 1, 1, 'nothing'],
    ]);
  });

  it('of no words, or of more than fit into one, are none', () => {
    const messages = messagesOf((book) => {
      book.message(0, 1, 1, 0, []);
      book.message(
        1,
        1,
        1,
        0,
        Array.from({ length: 70 }, () => 1),
      );
      book.message(
        2,
        1,
        1,
        0,
        Array.from({ length: 69 }, () => 1),
      );
    });
    expect(messages).toEqual([
      [[0, 1], 'B', 1, 0, 'nothing'],
      [[2, 2], 'B', 1, 0, Array.from({ length: 69 }, () => '00001')],
    ]);
  });
});

it('deeds that are the same in each cycle, at the same time in it, are one entry', () => {
  const book = newBook();
  const did = (startNs: number, afterNs: number, command = 1) => ({
    votes: [{ voter: 1, target: 2, timeNs: startNs + afterNs }],
    commands: [command, -2],
  });
  book.deeds(0, 1, did(-7000, 50), -7000);
  book.deeds(1, 1, did(3000, 50), 3000);
  book.deeds(2, 1, did(13_000, 51), 13_000);
  book.deeds(2, 2, 'nothing', 13_000);
  book.deeds(3, 1, did(23_000, 51, 9), 23_000);
  book.deeds(4, 1, undefined, 33_000);
  book.deeds(5, 1, did(43_000, 51, 9), 43_000);
  const entry = (cycles: number[], afterNs: number, command = 1) => ({
    cycles,
    from: 'B',
    did: { votes: [{ target: 'C', afterNs }], commands: [command, -2] },
  });
  expect(book.done()?.deeds).toEqual([
    entry([0, 1], 50),
    entry([2, 2], 51),
    { cycles: [2, 2], from: 'C', did: 'nothing' },
    entry([3, 3], 51, 9),
    entry([5, 5], 51, 9),
  ]);
});

it('stretches of absence, and who arrived', () => {
  const book = newBook();
  for (const cycle of [0, 1, 2, 7, 9, 10]) book.away(cycle);
  book.arrivals(3, { computers: [2, 0] });
  book.arrivals(11, {
    computers: [],
    state: {
      left: [0, 1, 0],
      takesPart: [1, 0, 1],
      cast: [0, 1, 0, 0, 0, 0, 0, 1, 0],
      lamps: [0, 0, 0, 0, 1, 0, 0, 0, 0],
      bypassed: [1, 0],
    },
  });
  expect(book.done()).toEqual({
    away: [
      [0, 2],
      [7, 7],
      [9, 10],
    ],
    arrivals: [
      { cycle: 3, computers: ['C', 'A'] },
      {
        cycle: 11,
        computers: [],
        state: {
          left: ['B'],
          withdrawn: ['B'],
          cast: { A: ['B'], C: ['B'] },
          lamps: { B: ['B'] },
          bypassed: ['IMU'],
        },
      },
    ],
    messages: [],
    deeds: [],
  });
});

it('is given up when there is more than a scenario may hold', () => {
  const book = newBook();
  const words = Array.from({ length: 9 }, (_, i) => i);
  for (let cycle = 0; cycle < 500; cycle++) book.message(cycle, 1, 1, 0, [cycle, ...words]);
  expect(book.done()?.messages).toHaveLength(500);
  for (let cycle = 500; cycle < 1_000_000; cycle++) book.message(cycle, 1, 1, 0, [cycle & 0x3ffff, ...words]);
  expect(book.done()).toBeUndefined();
  book.message(1_000_000, 1, 1, 0, undefined);
  expect(book.done()).toBeUndefined();
});
