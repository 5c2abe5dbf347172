/** 5.2.1.1, 5.2.1.2: command words, gaps, addresses. */
import { answered, CLEAR, command, count, gapped, ME, NONE, on, status, type Bench } from '../bench.js';
import type { SentWord } from '../terminal-under-test.js';
import type { Paragraph } from './paragraph.js';

/** Mode codes that there are, by T/R bit (MIL-STD-1553B table I). */
export const MODES: readonly (readonly number[])[] = [
  [17, 20, 21],
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 18, 19],
];
const OTHER = 7;

/** Is it answered with message error by a terminal that detects illegal commands? */
function isIllegal({ facts }: Bench, bits: number): boolean {
  if (facts.legal === undefined) return false;
  const transmit = (bits >>> 10) & 1;
  const subaddress = (bits >>> 5) & 31;
  if (subaddress === 0 || subaddress === 31) return MODES[transmit]?.includes(bits & 31) !== true;
  return !facts.legal[transmit === 1 ? 'transmit' : 'receive'].includes(subaddress);
}

/** How many data words go with a command word, and in which direction. */
function dataOf(bits: number): { received: number; sent: number } {
  const subaddress = (bits >>> 5) & 31;
  const isMode = subaddress === 0 || subaddress === 31;
  const words = isMode ? ((bits & 31) < 16 ? 0 : 1) : bits & 31 || 32;
  return (bits & 0x400) === 0 ? { received: words, sent: 0 } : { received: 0, sent: words };
}

async function everyCommandWord(bench: Bench): Promise<void> {
  for (let bits = 0; bits < 0x10000; bits++) {
    const { received, sent } = dataOf(bits);
    const isOwn = bits >>> 11 === bench.facts.address;
    const answer = !isOwn ? NONE : isIllegal(bench, bits) ? ME : answered(sent);
    await bench.sees(bits.toString(16), [on('A', { sync: 'command', bits }, ...count(received))], [answer]);
  }
  // Some of them shut transmitters down or inhibit the flag.
  await bench.sees('reset', [on('A', bench.mode(8))], [CLEAR]);
}

async function everyTransfer(bench: Bench): Promise<void> {
  const { address, transmits, receives } = bench.facts;
  for (let words = 1; words <= 32; words++) {
    const receiving = [on('A', bench.receive(words), command(OTHER, 1, 3, words)), other(words)];
    await bench.sees(`receives ${words}`, receiving, [NONE, CLEAR]);
    const sending = [
      on('A', command(OTHER, 0, 3, words), bench.transmit(words)),
      gapped(6, 'A', status(OTHER)),
    ];
    await bench.sees(`transmits ${words}`, sending, [answered(words), NONE]);
    const toAll = [on('A', command(31, 0, receives, words), command(OTHER, 1, 3, words)), other(words)];
    await bench.sees(`receives ${words} with all`, [...toAll, on('A', bench.mode(2))], [NONE, NONE, '10']);
    const fromAll = [on('A', command(31, 0, 3, words), bench.transmit(words))];
    await bench.sees(`transmits ${words} to all`, fromAll, [answered(words)]);
    for (let between = 0; between < 31; between++) {
      if (between === address || between === OTHER) continue;
      const others = [
        on('A', command(between, 0, transmits, words), command(OTHER, 1, 3, words)),
        other(words),
      ];
      await bench.sees(`others ${words}`, others, [NONE, NONE]);
    }
  }
}

/** The other terminal's answer. */
function other(words: number): ReturnType<typeof gapped> {
  return gapped(6, 'A', status(OTHER), ...count(words));
}

async function minimumGap(bench: Bench): Promise<void> {
  const messages: readonly (readonly [string, readonly SentWord[], string])[] = [
    ['transmit', [bench.transmit(4)], answered(4)],
    ['receive', [bench.receive(4), ...count(4)], CLEAR],
    ['mode', [bench.mode(1)], CLEAR],
    ['mode with data', [bench.mode(17, 0), ...count(1)], CLEAR],
    ['broadcast', [bench.broadcast(4), ...count(4)], NONE],
    ['another terminal', [command(OTHER, 1, 1, 4)], NONE],
  ];
  for (const [first, firstWords, firstAnswer] of messages)
    for (const [second, words, answer] of messages)
      for (const gapUs of [4, 4.5, 5, 7, 10]) {
        const script = [on('A', ...firstWords), gapped(gapUs, 'A', ...words)];
        await bench.sees(`${first}, ${gapUs} us, ${second}`, script, [firstAnswer, answer]);
      }
}

async function transmissionRate(bench: Bench): Promise<void> {
  for (const gapUs of [4, 7, 50]) {
    const script = Array.from({ length: 400 }, (_, i) =>
      i % 2 === 0
        ? gapped(gapUs, 'A', bench.transmit((i % 32) + 1))
        : gapped(gapUs, 'A', bench.receive((i % 32) + 1), ...count((i % 32) + 1)),
    );
    const answers = script.map((_, i) => (i % 2 === 0 ? answered((i % 32) + 1) : CLEAR));
    await bench.sees(`400 messages ${gapUs} us apart`, script, answers);
  }
}

async function uniqueAddress(bench: Bench): Promise<void> {
  const { address, transmits, receives } = bench.facts;
  for (let to = 0; to < 32; to++) {
    const script = [on('A', command(to, 1, transmits, 1)), on('A', command(to, 0, receives, 1), ...count(1))];
    await bench.sees(`address ${to}`, script, to === address ? [answered(1), CLEAR] : [NONE, NONE]);
  }
}

export const COMMANDS: readonly Paragraph[] = [
  {
    number: '5.2.1.1.1',
    title: 'RT response to command words',
    what: 'all 65,536 command words, each with the data words that belong to it',
    run: everyCommandWord,
  },
  {
    number: '5.2.1.1.2',
    title: 'RT-RT response to command words',
    what: 'as receiver, as transmitter, with one and with all terminals, among others: all word counts',
    run: everyTransfer,
  },
  {
    number: '5.2.1.2.1',
    title: 'Intermessage gap: minimum time',
    what: 'every pair of six kinds of messages, 4 us apart and more',
    run: minimumGap,
  },
  {
    number: '5.2.1.2.2',
    title: 'Intermessage gap: transmission rate',
    what: '400 messages in a row, 4, 7 and 50 us apart',
    run: transmissionRate,
  },
  {
    number: '5.2.1',
    title: 'Unique address',
    what: 'all 32 addresses',
    run: uniqueAddress,
  },
];
