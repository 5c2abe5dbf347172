/** 5.2.1.3: error injection. A bad command is no command; after bad data the status stays away and remembers message error. */
import {
  answered,
  CLEAR,
  command,
  count,
  damaged,
  damagedAt,
  data,
  gapped,
  ME,
  NONE,
  on,
  status,
  type Bench,
} from '../bench.js';
import type { Damage, SentWord } from '../terminal-under-test.js';
import type { Paragraph } from './paragraph.js';

const OTHER = 7;
const MOST = 32;
/** Transmit Status: what the terminal remembers. */
const statusOf = (bench: Bench): ReturnType<typeof on> => on('A', bench.mode(2));

/** A transmit command, a receive command and each of its data words, each with this damage. */
async function everywhere(
  bench: Bench,
  name: string,
  damage: Damage,
  ofData: Damage = damage,
): Promise<void> {
  const receive = [bench.receive(MOST), ...count(MOST)];
  const before = on('A', bench.transmit(2));
  const bad = on('A', damaged(bench.transmit(MOST), damage));
  await bench.sees(`transmit command, ${name}`, [before, bad, statusOf(bench)], [answered(2), NONE, CLEAR]);
  const badCommand = on('A', ...damagedAt(receive, 0, damage));
  await bench.sees(
    `receive command, ${name}`,
    [before, badCommand, statusOf(bench)],
    [answered(2), NONE, CLEAR],
  );
  for (let w = 1; w <= MOST; w++) {
    const badData = on('A', ...damagedAt(receive, w, ofData));
    await bench.sees(`data word ${w}, ${name}`, [badData, statusOf(bench)], [NONE, ME]);
  }
}

async function wordLength(bench: Bench): Promise<void> {
  for (const bits of [-2, -1, 1, 2, 3])
    await everywhere(bench, `${bits} bits`, { what: 'word-length', bits });
}

async function biPhase(bench: Bench): Promise<void> {
  for (let bit = 4; bit <= 20; bit++)
    for (const half of ['first', 'second'] as const)
      await everywhere(bench, `${half} half of bit ${bit}`, { what: 'bi-phase', bit, half });
}

/** For a command word; for a data word their inverses. */
const BAD_SYNCS = ['111100', '110000', '111001', '011000', '000111'];

async function syncs(bench: Bench): Promise<void> {
  const inverse = (pattern: string): string => pattern.replace(/./g, (c) => (c === '1' ? '0' : '1'));
  for (const pattern of BAD_SYNCS)
    await everywhere(bench, pattern, { what: 'sync', pattern }, { what: 'sync', pattern: inverse(pattern) });
}

async function transmitLength(bench: Bench): Promise<void> {
  for (let words = 1; words <= MOST; words++) {
    const script = [on('A', bench.transmit(words), data(1)), statusOf(bench)];
    await bench.sees(`transmit ${words}, a data word behind it`, script, [NONE, ME]);
  }
}

async function receiveLength(bench: Bench): Promise<void> {
  for (let announced = 1; announced <= MOST; announced++)
    for (let sent = 0; sent <= MOST + 1; sent++) {
      if (sent === announced) continue;
      const script = [on('A', bench.receive(announced), ...count(sent)), statusOf(bench)];
      await bench.sees(`${announced} announced, ${sent} sent`, script, [NONE, ME]);
    }
}

async function modeLength(bench: Bench): Promise<void> {
  const cases: readonly (readonly [string, readonly SentWord[]])[] = [
    ...[0, 1, 2, 3, 6, 7].map(
      (code) => [`${code}, a data word behind it`, [bench.mode(code), data(1)]] as const,
    ),
    ...[16, 18, 19].map((code) => [`${code}, a data word behind it`, [bench.mode(code), data(1)]] as const),
    ['17 without its data word', [bench.mode(17, 0)]],
    ['17 with two', [bench.mode(17, 0), data(1), data(2)]],
  ];
  for (const [name, words] of cases)
    await bench.sees(`mode ${name}`, [on('A', ...words), statusOf(bench)], [NONE, ME]);
}

async function transferLength(bench: Bench): Promise<void> {
  for (let words = 1; words <= MOST; words++)
    for (const sent of [words - 1, words + 1]) {
      const open = on('A', bench.receive(words), command(OTHER, 1, 3, words));
      const script = [open, gapped(6, 'A', status(OTHER), ...count(sent)), statusOf(bench)];
      await bench.sees(`RT-RT ${words}, ${sent} sent`, script, [NONE, NONE, ME]);
    }
}

async function contiguity(bench: Bench): Promise<void> {
  const receive = [bench.receive(MOST), ...count(MOST)];
  for (const ns of [2_000, 4_000, 20_000])
    for (let w = 1; w <= MOST; w++) {
      const script = [on('A', ...damagedAt(receive, w, { what: 'gap', ns })), statusOf(bench)];
      await bench.sees(`${ns} ns before data word ${w}`, script, [NONE, ME]);
    }
}

export const ERRORS: readonly Paragraph[] = [
  {
    number: '5.2.1.3.1',
    title: 'Parity',
    what: 'in a transmit command, a receive command, each of 32 data words',
    run: (bench) => everywhere(bench, 'parity', { what: 'parity' }),
  },
  {
    number: '5.2.1.3.2',
    title: 'Word length',
    what: 'short by 1 and 2 bits, long by 1, 2 and 3, in each of the same words',
    run: wordLength,
  },
  {
    number: '5.2.1.3.3',
    title: 'Bi-phase encoding',
    what: 'both halves of each bit, data and parity, in each of the same words',
    run: biPhase,
  },
  {
    number: '5.2.1.3.4',
    title: 'Sync encoding',
    what: '111100 110000 111001 011000 000111 (of data words the inverse), in each of the same words',
    run: syncs,
  },
  {
    number: '5.2.1.3.5',
    title: 'Message length: transmit command',
    what: 'a data word behind it, all word counts',
    run: transmitLength,
  },
  {
    number: '5.2.1.3.5',
    title: 'Message length: receive command',
    what: 'all word counts, each with 0 to 33 data words',
    run: receiveLength,
  },
  {
    number: '5.2.1.3.5',
    title: 'Message length: mode command',
    what: 'a data word too many or too few',
    run: modeLength,
  },
  {
    number: '5.2.1.3.5',
    title: 'Message length: RT to RT',
    what: 'all word counts, the transmitter sends one more or one less',
    run: transferLength,
  },
  {
    number: '5.2.1.3.6',
    title: 'Contiguous data',
    what: '2, 4 and 20 us of dead time before each of 32 data words',
    run: contiguity,
  },
];
