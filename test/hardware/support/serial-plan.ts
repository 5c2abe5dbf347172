/**
 * The RT validation plan of MIL-HDBK-1553A, section 100, as far as a serial terminal can meet it: by hardware/protocol.md it
 * is asked to transmit, and nothing else. What is no such command is none for it.
 */
import { answered, command, count, damaged, data, NONE, on, type Bench } from '../../validation/bench.js';
import type { Paragraph } from '../../validation/plan/paragraph.js';

const MOST = 32;
/** Of the command words for others, one in so many; a prime, so that it meets all addresses, subaddresses and counts. */
const SAMPLE = 61;
const ALL = process.env['QUADRUPLEX_ALL_COMMANDS'] === '1';

function isAnswered(bench: Bench, bits: number): boolean {
  const subaddress = (bits >>> 5) & 31;
  const isMode = subaddress === 0 || subaddress === 31;
  return bits >>> 11 === bench.facts.address && (bits & 0x400) !== 0 && !isMode;
}

async function commandWords(bench: Bench): Promise<void> {
  for (let bits = 0; bits < 0x10000; bits++) {
    if (bits >>> 11 !== bench.facts.address && bits % SAMPLE !== 0 && !ALL) continue;
    const answer = isAnswered(bench, bits) ? answered(bits & 31 || MOST) : NONE;
    await bench.sees(bits.toString(16), [on('A', { sync: 'command', bits })], [answer]);
  }
}

async function rate(bench: Bench): Promise<void> {
  const script = Array.from({ length: 400 }, (_, i) => on('A', bench.transmit((i % MOST) + 1)));
  await bench.sees(
    '400 in a row',
    script,
    script.map((_, i) => answered((i % MOST) + 1)),
  );
}

async function address(bench: Bench): Promise<void> {
  for (let to = 0; to < 32; to++) {
    const answer = to === bench.facts.address ? answered(1) : NONE;
    await bench.sees(`address ${to}`, [on('A', command(to, 1, bench.facts.transmits, 1))], [answer]);
  }
}

async function parity(bench: Bench): Promise<void> {
  for (let words = 1; words <= MOST; words++)
    await bench.sees(`${words} words`, [on('A', damaged(bench.transmit(words), { what: 'parity' }))], [NONE]);
}

async function sync(bench: Bench): Promise<void> {
  for (let words = 1; words <= MOST; words++)
    await bench.sees(`${words} words`, [on('A', data(bench.transmit(words).bits))], [NONE]);
}

async function length(bench: Bench): Promise<void> {
  for (let words = 1; words <= MOST; words++) {
    await bench.sees(`${words}, a data word behind`, [on('A', bench.transmit(words), data(1))], [NONE]);
    await bench.sees(`${words} to receive`, [on('A', bench.receive(words), ...count(words))], [NONE]);
  }
}

export const SERIAL_PLAN: readonly Paragraph[] = [
  {
    number: '5.2.1.1.1',
    title: 'RT response to command words',
    what: `all 2,048 of its address; of the other 63,488 one in ${SAMPLE} (all with QUADRUPLEX_ALL_COMMANDS=1)`,
    run: commandWords,
  },
  {
    number: '5.2.1.2.2',
    title: 'Intermessage gap: transmission rate',
    what: '400 commands in a row',
    run: rate,
  },
  { number: '5.2.1', title: 'Unique address', what: 'all 32 addresses, to transmit', run: address },
  { number: '5.2.1.3.1', title: 'Parity', what: 'in a transmit command, all word counts', run: parity },
  {
    number: '5.2.1.3.4',
    title: 'Sync encoding',
    what: 'a data sync in its place, all word counts',
    run: sync,
  },
  {
    number: '5.2.1.3.5',
    title: 'Message length',
    what: 'a data word behind a transmit command; receive commands with their data',
    run: length,
  },
];

/** The rest of the plan, and why a serial line cannot ask for it. */
export const NOT_CARRIED: readonly (readonly [numbers: string, why: string])[] = [
  [
    '5.2.1.1.2, 5.2.1.7',
    'RT to RT: a command packet has one receiver, and a terminal hears no other terminal',
  ],
  [
    '5.2.1.2.1, 5.2.1.4, 5.2.1.8',
    'gaps, superseding commands, two buses: the line has its own time, and one pair',
  ],
  [
    '5.2.1.3.2, 5.2.1.3.3, 5.2.1.3.6',
    'word length, bi-phase code, contiguity: packets carry words, not wave forms',
  ],
  [
    '5.2.1.5, 5.2.2.1, 5.2.2.4, 5.2.2.5',
    'mode commands and broadcasts: subaddresses 0 and 31 are not carried',
  ],
  ['5.2.1.6', 'data wrap-around: a terminal receives no data'],
  ['5.2.2.2', 'status bits: the firmware has no condition to tell of'],
  ['5.2.2.3', 'illegal commands: it answers in form, from every subaddress'],
];
