import { describe, expect, it } from 'vitest';
import type { Header, ReadCommand } from '../../../src/core/bus/message.js';
import {
  BROADCAST_ADDRESS,
  isModeCode,
  MIL_STD_1553B as FORMAT,
  packCommand,
  packStatus,
  STATUS,
  statusAddress,
  unpackCommand,
} from '../../../src/core/bus/mil-std-1553b.js';
import { Reading } from '../../../src/core/bus/reading.js';
import { Transmission } from '../../../src/core/bus/transmission.js';
import { makeImage, MIL_STD_1553B_WORD as WORD, payloadOf } from '../../../src/core/bus/word.js';
import { sending } from '../../support/bus.js';
import { binary } from '../../support/line-code.js';

/**
 * Second reading of the standard's figure 3, where bit times are numbered 1 to 20: sync 1 to 3, the first bit of the
 * payload 4, parity 20. @returns the field from one bit time to another, both included, as a number
 */
function field(payload: number, firstTime: number, lastTime = firstTime): number {
  return Number.parseInt(binary(payload, 16).slice(firstTime - 4, lastTime - 3), 2);
}

const everyPayload = Array.from({ length: 0x10000 }, (_, payload) => payload);
const payloads = ({ words, count }: Transmission): number[] =>
  [...words.subarray(0, count)].map((image) => payloadOf(WORD, image));

function reading(...images: number[]): Reading {
  const heard = new Reading();
  heard.kind = 'ok';
  heard.words.set(images);
  heard.count = images.length;
  return heard;
}

const status = (address: number, flags = 0): number => makeImage(WORD, 'command', packStatus(address, flags));
const data = (value: number): number => makeImage(WORD, 'data', value);

describe('the command word (4.3.3.5.1)', () => {
  it('all 65,536: each field in its bit times, a count of zero is 32', () => {
    for (const payload of everyPayload) {
      const command = unpackCommand(payload);
      const same =
        command.address === field(payload, 4, 8) &&
        command.transmit === (field(payload, 9) === 1) &&
        command.subaddress === field(payload, 10, 14) &&
        command.words === (field(payload, 15, 19) || 32);
      if (!same || packCommand(command) !== payload) expect.fail(binary(payload, 16));
    }
  });

  it('the example that everybody gets to see: terminal 5, transmit, subaddress 1, 32 words is 2C20', () => {
    expect(packCommand({ address: 5, transmit: true, subaddress: 1, words: 32 })).toBe(0x2c20);
    expect(packCommand({ address: 5, transmit: false, subaddress: 1, words: 31 })).toBe(0x283f);
  });

  it('subaddresses of nothing but zeros or ones mean a mode code (4.3.3.5.1.7), address 31 is everybody', () => {
    const modes = Array.from({ length: 32 }, (_, subaddress) => subaddress).filter(isModeCode);
    expect(modes).toEqual([0, 31]);
    expect(BROADCAST_ADDRESS).toBe(31);
  });
});

describe('the status word (4.3.3.5.3)', () => {
  it('each flag at its bit time; 12 to 14 are reserved', () => {
    const times = Object.entries(STATUS).map(([name, flag]) => [name, binary(flag, 16).indexOf('1') + 4]);
    expect(Object.fromEntries(times)).toEqual({
      messageError: 9,
      instrumentation: 10,
      serviceRequest: 11,
      broadcastReceived: 15,
      busy: 16,
      subsystemFlag: 17,
      dynamicBusControl: 18,
      terminalFlag: 19,
    });
  });

  it('all addresses and flags', () => {
    for (const payload of everyPayload) {
      const address = field(payload, 4, 8);
      const flags = field(payload, 9, 19);
      if (packStatus(address, flags) !== payload || statusAddress(payload) !== address)
        expect.fail(binary(payload, 16));
    }
  });
});

describe('reading from a terminal', () => {
  it('every command word says whether it asks for data, of whom and for what', () => {
    const command: ReadCommand = { address: 0, subaddress: 0, words: 0 };
    let asks = 0;
    for (const payload of everyPayload) {
      const isRead = field(payload, 9) === 1 && field(payload, 10, 14) !== 0 && field(payload, 10, 14) !== 31;
      if (FORMAT.parseRead(makeImage(WORD, 'command', payload), command) !== isRead)
        expect.fail(binary(payload, 16));
      if (FORMAT.parseRead(makeImage(WORD, 'data', payload), command)) expect.fail(binary(payload, 16));
      if (!isRead) continue;
      asks++;
      const tx = new Transmission(WORD);
      FORMAT.composeRead(command, tx);
      if (payloads(tx)[0] !== payload || tx.count !== 1) expect.fail(binary(payload, 16));
    }
    expect(asks).toBe(32 * 30 * 32);
  });

  it('the answer is a status word and as many data words, of which 16 bits count', () => {
    const tx = new Transmission(WORD);
    FORMAT.composeResponse(9, Int32Array.of(1, -1, 0x12345), 3, tx);
    expect([...tx.words.subarray(0, tx.count)]).toEqual([status(9), data(1), data(0xffff), data(0x2345)]);
    expect(FORMAT.dataOf(data(0xabcd))).toBe(0xabcd);
  });

  const command: ReadCommand = { address: 9, subaddress: 1, words: 2 };
  it.each([
    ['as asked', [status(9), data(1), data(2)], 'ok', 3],
    [
      'service request is no reason to drop data',
      [status(9, STATUS.serviceRequest), data(1), data(2)],
      'ok',
      3,
    ],
    ['short: the words received are kept', [status(9), data(1)], 'word-count', 2],
    ['status alone', [status(9)], 'word-count', 1],
    ['long: what was asked for is kept', [status(9), data(1), data(2), data(3)], 'word-count', 3],
    ['another terminal: nothing is kept', [status(8), data(1), data(2)], 'address', 0],
    ['no status word', [data(1), data(2), data(3)], 'sync', 0],
    ['message error', [status(9, STATUS.messageError), data(1), data(2)], 'validity', 1],
    ['busy', [status(9, STATUS.busy)], 'validity', 1],
    ['a second status: what came before it is kept', [status(9), data(1), status(9)], 'sync', 2],
    ['a second status in a short answer', [status(9), status(9)], 'sync', 1],
    ['too long, and a sync error beyond', [status(9), data(1), data(2), status(9)], 'word-count', 3],
  ])('%s', (_, images, kind, kept) => {
    const heard = reading(...images);
    expect([FORMAT.checkResponse(heard, command), heard.count]).toEqual([kind, kept]);
  });

  it('32 words are asked for as 0 and answered in full', () => {
    const tx = new Transmission(WORD);
    FORMAT.composeRead({ address: 1, subaddress: 1, words: 32 }, tx);
    expect(field(payloads(tx)[0] ?? -1, 15, 19)).toBe(0);
    const full = reading(status(1), ...Array.from({ length: 32 }, (_, i) => data(i)));
    expect(FORMAT.checkResponse(full, { address: 1, subaddress: 1, words: 32 })).toBe('ok');
  });
});

describe('messages between computers', () => {
  it('every header is a receive command, and comes back', () => {
    const header: Header = { commander: 0, kind: 0, words: 0 };
    const read: ReadCommand = { address: 0, subaddress: 0, words: 0 };
    for (let commander = 0; commander <= 30; commander++) {
      for (let kind = 1; kind <= 15; kind++) {
        for (let words = 1; words <= 32; words++) {
          const tx = new Transmission(WORD);
          FORMAT.composeHeader({ commander, kind, words }, tx);
          const image = tx.words[0] ?? -1;
          const isHeader = FORMAT.parseHeader(image, header);
          if (!isHeader || FORMAT.parseRead(image, read)) expect.fail(`${commander} ${kind} ${words}`);
          if (header.commander !== commander || header.kind !== kind || header.words !== words)
            expect.fail(`${commander} ${kind} ${words}`);
        }
      }
    }
  });

  it('a data word, a read command or a mode code is no header', () => {
    const header: Header = { commander: 0, kind: 0, words: 0 };
    const isHeader = (image: number): boolean => FORMAT.parseHeader(image, header);
    expect(isHeader(makeImage(WORD, 'command', 0x0823))).toBe(true);
    expect(isHeader(makeImage(WORD, 'data', 0x0823))).toBe(false);
    expect(isHeader(makeImage(WORD, 'command', 0x0c23))).toBe(false);
    expect(isHeader(makeImage(WORD, 'command', 0x0803))).toBe(false);
  });

  it.each([
    ['all', [data(1), data(2)], true],
    ['too few', [data(1)], false],
    ['too many', [data(1), data(2), data(3)], false],
    ['one is a command word', [data(1), status(1)], false],
  ])('its data words, and no more: %s', (_, words, holds) => {
    const tx = sending(WORD, []);
    FORMAT.composeHeader({ commander: 3, kind: 1, words: 2 }, tx);
    expect(FORMAT.checkData(reading(tx.words[0] ?? -1, ...words), { commander: 3, kind: 1, words: 2 })).toBe(
      holds,
    );
  });

  it('a data word carries 16 bits and no sender', () => {
    const tx = new Transmission(WORD);
    FORMAT.composeData(3, Int32Array.of(-2), 1, tx);
    expect(tx.words[0]).toBe(data(0xfffe));
  });
});
