/** 5.2.1.4 to 5.2.1.8: superseding, required mode commands, wrap-around, RT-RT validation, bus switching. */
import {
  answered,
  CLEAR,
  command,
  count,
  data,
  gapped,
  ME,
  NONE,
  on,
  over,
  status,
  type Bench,
} from '../bench.js';
import type { Line } from '../terminal-under-test.js';
import type { Paragraph } from './paragraph.js';

const OTHER = 7;
const MOST = 32;
/** Response times of the transmitter at which its first data word comes 54 and 60 us after the receive command. */
const RT_RT_US = { accepted: 14, refused: 20.1 };

/** On the same line: what has begun is given up for the new command. */
async function superseding(bench: Bench): Promise<void> {
  const { receives } = bench.facts;
  for (const gapUs of [4, 4.5, 5]) {
    const next = over(gapUs, 'A', bench.transmit(3));
    const unfinished = [
      ['receive, data missing', [bench.receive(4), ...count(2)]],
      ['receive, no data', [bench.receive(4)]],
      ['receive, whole', [bench.receive(4), ...count(4)]],
      ['transmit', [bench.transmit(9)]],
      ['mode', [bench.mode(1)]],
      ['RT-RT, no data yet', [command(bench.facts.address, 0, receives, 4), command(OTHER, 1, 3, 4)]],
    ] as const;
    for (const [name, words] of unfinished)
      await bench.sees(
        `${name}, superseded after ${gapUs} us`,
        [on('A', ...words), next],
        [NONE, answered(3)],
      );
  }
}

async function transmitStatus(bench: Bench): Promise<void> {
  const tell = on('A', bench.mode(2));
  await bench.sees(
    'after a good message',
    [on('A', bench.transmit(1)), tell, tell],
    [answered(1), CLEAR, CLEAR],
  );
  const bad = on('A', bench.receive(2), data(1));
  await bench.sees(
    'after a bad one',
    [bad, tell, tell, on('A', bench.transmit(1)), tell],
    [NONE, ME, ME, answered(1), CLEAR],
  );
}

async function shutdown(bench: Bench): Promise<void> {
  for (const [here, there] of [
    ['A', 'B'],
    ['B', 'A'],
  ] as const) {
    const ask = (line: Line): ReturnType<typeof on> => on(line, bench.transmit(2));
    for (const lift of [5, 8]) {
      const script = [
        ask(there),
        on(here, bench.mode(4)),
        ask(there),
        ask(here),
        on(there, bench.receive(1), data(1)),
        on(here, bench.mode(lift)),
        ask(there),
        ask(here),
      ];
      const answers = [answered(2), CLEAR, NONE, answered(2), NONE, CLEAR, answered(2), answered(2)];
      await bench.sees(`${there} shut down from ${here}, ended by ${lift}`, script, answers);
    }
  }
}

async function reset(bench: Bench): Promise<void> {
  const script = [on('A', bench.receive(2), data(1)), on('A', bench.mode(8)), on('A', bench.mode(2))];
  await bench.sees('reset', script, [NONE, CLEAR, CLEAR]);
}

async function wrapAround(bench: Bench): Promise<void> {
  const { wrapsAround } = bench.facts;
  let seed = 1;
  for (let words = 1; words <= MOST; words++)
    for (let pattern = 0; pattern < 16; pattern++) {
      const values = Array.from({ length: words }, () => {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        return pattern === 0
          ? 0
          : pattern === 1
            ? 0xffff
            : pattern === 2
              ? 0xaaaa
              : pattern === 3
                ? 0x5555
                : seed >>> 16;
      });
      const line = pattern % 2 === 0 ? 'A' : 'B';
      const there = on(line, bench.receive(words, wrapsAround), ...values.map(data));
      const back = on(line, bench.transmit(words, wrapsAround));
      await bench.sees(
        `${words} words, pattern ${pattern}`,
        [there, back],
        [CLEAR, ['0', ...values].join(' ')],
      );
    }
}

async function transferValidation(bench: Bench): Promise<void> {
  const open = on('A', bench.receive(4), command(OTHER, 1, 3, 4));
  const tell = on('A', bench.mode(2));
  for (const us of [4, 6, 8, 10, 12, RT_RT_US.accepted]) {
    const script = [open, gapped(us, 'A', status(OTHER), ...count(4)), tell];
    await bench.sees(`transmitter answers after ${us} us`, script, [NONE, CLEAR, CLEAR]);
  }
  for (const us of [RT_RT_US.refused, 25, 100, 1000]) {
    const script = [open, gapped(us, 'A', status(OTHER), ...count(4)), tell];
    await bench.sees(`transmitter answers after ${us} us`, script, [NONE, NONE, ME]);
  }
  for (let from = 0; from < 31; from++) {
    if (from === OTHER || from === bench.facts.address) continue;
    const script = [open, gapped(6, 'A', status(from), ...count(4)), tell];
    await bench.sees(`status of ${from}`, script, [NONE, NONE, ME]);
  }
  const flags: readonly (readonly [string, number])[] = [
    ['message error', 0x400],
    ['busy', 8],
  ];
  for (const [name, bits] of flags)
    await bench.sees(
      `transmitter has ${name}`,
      [open, gapped(6, 'A', status(OTHER, bits)), tell],
      [NONE, NONE, ME],
    );
  await bench.sees('transmitter is silent', [open, tell], [NONE, ME]);
  for (let second = 1; second <= MOST; second++) {
    if (second === 4) continue;
    const unequal = on('A', bench.receive(4), command(OTHER, 1, 3, second));
    const script = [unequal, gapped(6, 'A', status(OTHER), ...count(second)), tell];
    await bench.sees(`counts 4 and ${second}`, script, [NONE, NONE, ME]);
  }
}

/** A valid command on the other line ends what goes on, at any moment of it, an answer on the line included. */
async function switching(bench: Bench): Promise<void> {
  for (const [first, second] of [
    ['A', 'B'],
    ['B', 'A'],
  ] as const) {
    const script = Array.from({ length: 20 }, (_, i) =>
      on(i % 2 === 0 ? first : second, bench.transmit(i + 1)),
    );
    await bench.sees(
      `alternating from ${first}`,
      script,
      script.map((_, i) => answered(i + 1)),
    );
    const unfinished = [
      on(first, bench.receive(4), ...count(2)),
      on(first, bench.receive(4)),
      on(first, command(bench.facts.address, 0, bench.facts.receives, 4), command(OTHER, 1, 3, 4)),
    ];
    for (const begun of unfinished)
      await bench.sees('unfinished', [begun, over(4, second, bench.transmit(3))], [NONE, answered(3)]);
    await interrupted(bench, first, second);
  }
}

async function interrupted(bench: Bench, first: Line, second: Line): Promise<void> {
  const words = 8;
  const answerUs = (1 + words) * 20;
  for (let us = 4; us < answerUs; us += 0.5) {
    // How much of the first answer gets through depends on the moment; that the second comes whole does not.
    await bench.interrupts(
      `after ${us} us`,
      on(first, bench.transmit(words)),
      over(us, second, bench.transmit(3)),
      answered(3),
    );
  }
}

export const OPERATION: readonly Paragraph[] = [
  {
    number: '5.2.1.4',
    title: 'Superseding commands',
    what: 'six kinds of messages, each overtaken after 4, 4.5 and 5 us',
    run: superseding,
  },
  { number: '5.2.1.5.1', title: 'Transmit status', what: 'after good and bad messages', run: transmitStatus },
  {
    number: '5.2.1.5.2',
    title: 'Transmitter shutdown and override',
    what: 'of each line from the other; ended by override and by reset',
    run: shutdown,
  },
  { number: '5.2.1.5.3', title: 'Reset remote terminal', what: 'after a bad message', run: reset },
  {
    number: '5.2.1.6',
    title: 'Data wraparound',
    what: 'all word counts, 16 patterns each, on both lines',
    run: wrapAround,
  },
  {
    number: '5.2.1.7',
    title: 'RT to RT validation',
    what: 'time of the first data word (54 us is in time, 60 us is not), all addresses, flags, silence, unequal counts',
    run: transferValidation,
  },
  {
    number: '5.2.1.8',
    title: 'Bus switching',
    what: 'messages on alternate lines; a command on the other line each 0.5 us of a message and of its answer',
    run: switching,
  },
];
