import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Header, ReadCommand } from '../../../src/core/bus/message.js';
import { Reading } from '../../../src/core/bus/reading.js';
import {
  packShuttleCommand,
  packShuttleData,
  SEV,
  SHUTTLE as FORMAT,
} from '../../../src/core/bus/shuttle.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage, SHUTTLE_WORD as WORD } from '../../../src/core/bus/word.js';
import { binary } from '../../support/line-code.js';
import { holds } from '../../support/property.js';

/** Second reading of the layout: the fields' bits one after the other, as strings. */
const joined = (...fields: [value: number, bits: number][]): number =>
  Number.parseInt(fields.map(([value, bits]) => binary(value, bits)).join(''), 2);

const command = (address: number, mode: number, scan: number, words: number): number =>
  makeImage(WORD, 'command', packShuttleCommand(address, mode, scan, words));
const data = (address: number, value: number, sev = SEV): number =>
  makeImage(WORD, 'data', packShuttleData(address, value, sev));

function reading(...images: number[]): Reading {
  const heard = new Reading();
  heard.kind = 'ok';
  heard.words.set(images);
  heard.count = images.length;
  return heard;
}

describe('the words', () => {
  it('data: address 5, data 16, SEV 3, over every value of each field', () => {
    for (let value = 0; value < 0x10000; value++) {
      const address = value % 32;
      const payload = packShuttleData(address, value);
      if (payload !== joined([address, 5], [value, 16], [5, 3])) expect.fail(binary(value, 16));
      if (FORMAT.dataOf(makeImage(WORD, 'data', payload)) !== value) expect.fail(binary(value, 16));
    }
    for (let address = 0; address < 32; address++)
      for (let sev = 0; sev < 8; sev++)
        expect(packShuttleData(address, 0x1234, sev)).toBe(joined([address, 5], [0x1234, 16], [sev, 3]));
    expect(packShuttleData(1, -1)).toBe(joined([1, 5], [0xffff, 16], [5, 3]));
  });

  it('command: address 5, mode 4, scan 9, word count 6', () => {
    const field = (bits: number): fc.Arbitrary<[number, number]> =>
      fc.nat((1 << bits) - 1).map((value) => [value, bits]);
    holds(
      fc.property(field(5), field(4), field(9), field(6), (address, mode, scan, words) => {
        expect(packShuttleCommand(address[0], mode[0], scan[0], words[0])).toBe(
          joined(address, mode, scan, words),
        );
      }),
      1_000,
    );
  });
});

describe('reading a scan', () => {
  const parsed: ReadCommand = { address: 0, subaddress: 0, words: 0 };

  it('every address, scan and word count comes back', () => {
    const tx = new Transmission(WORD);
    for (let address = 0; address < 32; address++) {
      for (let subaddress = 0; subaddress < 512; subaddress++) {
        for (let words = 1; words < 64; words += 7) {
          tx.clear();
          FORMAT.composeRead({ address, subaddress, words }, tx);
          const asks = FORMAT.parseRead(tx.words[0] ?? -1, parsed);
          if (
            !asks ||
            parsed.address !== address ||
            parsed.subaddress !== subaddress ||
            parsed.words !== words
          )
            expect.fail(`${address} ${subaddress} ${words}`);
        }
      }
    }
  });

  it('a data word, another mode, or a count of zero asks for nothing', () => {
    expect(FORMAT.parseRead(command(3, 0, 1, 4), parsed)).toBe(true);
    expect(FORMAT.parseRead(makeImage(WORD, 'data', packShuttleCommand(3, 0, 1, 4)), parsed)).toBe(false);
    expect(FORMAT.parseRead(command(3, 1, 1, 4), parsed)).toBe(false);
    expect(FORMAT.parseRead(command(3, 0, 1, 0), parsed)).toBe(false);
  });

  it('the answer is the data words, each with its address and SEV', () => {
    const tx = new Transmission(WORD);
    FORMAT.composeResponse(10, Int32Array.of(7, -1), 2, tx);
    expect([...tx.words.subarray(0, tx.count)]).toEqual([data(10, 7), data(10, 0xffff)]);
    expect(FORMAT.firstData).toBe(0);
  });

  const asked: ReadCommand = { address: 10, subaddress: 1, words: 3 };
  it.each([
    ['as asked', [data(10, 1), data(10, 2), data(10, 3)], 'ok', 3],
    ['short: the words received are kept', [data(10, 1), data(10, 2)], 'word-count', 2],
    ['long', [data(10, 1), data(10, 2), data(10, 3), data(10, 4)], 'word-count', 3],
    ['too long, and an error beyond', [data(10, 1), data(10, 2), data(10, 3), data(11, 4)], 'word-count', 3],
    ['another address', [data(10, 1), data(11, 2), data(10, 3)], 'address', 1],
    ['bad SEV', [data(10, 1), data(10, 2), data(10, 3, 4)], 'validity', 2],
    ['bad SEV and another address', [data(11, 1, 4)], 'address', 0],
    ['a command word', [command(10, 0, 1, 3), data(10, 2), data(10, 3)], 'sync', 0],
  ])('%s', (_, images, kind, kept) => {
    const heard = reading(...images);
    expect([FORMAT.checkResponse(heard, asked), heard.count]).toEqual([kind, kept]);
  });

  it('only SEV 101 of the eight passes, and only its own address of the 32', () => {
    const one: ReadCommand = { address: 10, subaddress: 1, words: 1 };
    for (let sev = 0; sev < 8; sev++)
      expect(FORMAT.checkResponse(reading(data(10, 0xffff, sev)), one)).toBe(sev === 5 ? 'ok' : 'validity');
    for (let address = 0; address < 32; address++)
      expect(FORMAT.checkResponse(reading(data(address, 0)), one)).toBe(address === 10 ? 'ok' : 'address');
  });
});

describe('messages between computers', () => {
  const header: Header = { commander: 0, kind: 0, words: 0 };

  it('every header comes back, and is no read command', () => {
    const tx = new Transmission(WORD);
    const read: ReadCommand = { address: 0, subaddress: 0, words: 0 };
    for (let commander = 0; commander <= 30; commander++) {
      for (let kind = 1; kind <= 15; kind++) {
        for (let words = 1; words <= 63; words++) {
          tx.clear();
          FORMAT.composeHeader({ commander, kind, words }, tx);
          const image = tx.words[0] ?? -1;
          const isHeader = FORMAT.parseHeader(image, header) && !FORMAT.parseRead(image, read);
          const same = header.commander === commander && header.kind === kind && header.words === words;
          if (!isHeader || !same) expect.fail(`${commander} ${kind} ${words}`);
        }
      }
    }
  });

  it('a data word, a read command or a header of no words is none', () => {
    expect(FORMAT.parseHeader(makeImage(WORD, 'data', packShuttleCommand(1, 2, 0, 3)), header)).toBe(false);
    expect(FORMAT.parseHeader(command(1, 0, 0, 3), header)).toBe(false);
    expect(FORMAT.parseHeader(command(1, 2, 0, 0), header)).toBe(false);
  });

  it.each([
    ['all', [data(2, 1), data(2, 2)], true],
    ['too few', [data(2, 1)], false],
    ['too many', [data(2, 1), data(2, 2), data(2, 3)], false],
    ['bad SEV', [data(2, 1), data(2, 2, 0)], false],
    ['a command word', [data(2, 1), command(2, 1, 0, 1)], false],
  ])('its data words, and no more: %s', (_, words, good) => {
    const heard = reading(command(3, 1, 0, 2), ...words);
    expect(FORMAT.checkData(heard, { commander: 3, kind: 1, words: 2 })).toBe(good);
  });

  it('a data word carries its sender', () => {
    const tx = new Transmission(WORD);
    FORMAT.composeData(3, Int32Array.of(0x2c36), 1, tx);
    expect(tx.words[0]).toBe(data(3, 0x2c36));
  });
});
