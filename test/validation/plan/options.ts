/** 5.2.2: what a terminal may do, where it does. */
import { answered, CLEAR, command, count, damagedAt, data, ME, NONE, on, type Bench } from '../bench.js';
import type { Condition } from '../terminal-under-test.js';
import { MODES } from './commands.js';
import type { Paragraph } from './paragraph.js';

const ALL = 31;

async function optionalModes(bench: Bench): Promise<void> {
  const { vectorWord } = bench.facts;
  const tell = on('A', bench.mode(2));
  const last = (bits: number): string => `0 ${bits}`;
  await bench.sees('synchronize', [on('A', bench.mode(1)), tell], [CLEAR, CLEAR]);
  for (let bit = 0; bit < 16; bit++)
    await bench.sees(`synchronize with data ${bit}`, [on('A', bench.mode(17, 0), data(1 << bit))], [CLEAR]);
  await bench.sees('self test', [on('A', bench.mode(3)), tell], [CLEAR, CLEAR]);
  await bench.sees('BIT word', [on('A', bench.mode(19))], [answered(1)]);
  await bench.sees('vector word', [on('A', bench.mode(16))], [last(vectorWord)]);
  await bench.sees('bus control declined', [on('A', bench.mode(0)), tell], [CLEAR, CLEAR]);
  await bench.set('acceptsBusControl', true);
  await bench.sees('bus control accepted', [on('A', bench.mode(0))], ['2']);
  await bench.set('acceptsBusControl', false);
  const lastCommand = on('A', bench.mode(18));
  for (const asked of [bench.transmit(5), bench.transmit(32), bench.mode(1), bench.mode(2)]) {
    const answer =
      asked.bits === bench.transmit(5).bits
        ? answered(5)
        : asked.bits === bench.transmit(32).bits
          ? answered(32)
          : CLEAR;
    const script = [on('A', asked), lastCommand, lastCommand];
    await bench.sees('last command', script, [answer, last(asked.bits), last(asked.bits)]);
  }
  const bad = on('A', bench.receive(2), data(1));
  await bench.sees(
    'last command after a bad message',
    [bad, lastCommand, tell],
    [NONE, `400 ${bench.receive(2).bits}`, ME],
  );
  const ask = on('B', bench.transmit(1));
  const selected = [on('A', bench.mode(20, 0), data(1)), ask, on('A', bench.mode(21, 0), data(1)), ask];
  await bench.sees('selected transmitter shutdown', selected, [CLEAR, NONE, CLEAR, answered(1)]);
}

async function flagInhibit(bench: Bench): Promise<void> {
  const ask = on('A', bench.transmit(2));
  for (const lift of [7, 8]) {
    await bench.set('terminalFlag', true);
    // The good command at the end of a case expects no flags, so the flag is asked for and inhibited within it.
    const script = [ask, on('A', bench.mode(6)), ask, on('A', bench.mode(lift)), ask, on('A', bench.mode(6))];
    await bench.sees(`lifted by ${lift}`, script, ['1 …2', CLEAR, answered(2), '1', '1 …2', CLEAR]);
    await bench.set('terminalFlag', false);
    await bench.sees('no flag to inhibit', [on('A', bench.mode(7)), ask], [CLEAR, answered(2)]);
  }
}

async function statusBits(bench: Bench): Promise<void> {
  const flags: readonly (readonly [Condition, string])[] = [
    ['serviceRequest', '100'],
    ['subsystemFlag', '4'],
    ['terminalFlag', '1'],
  ];
  for (const [condition, shown] of flags) {
    await bench.set(condition, true);
    const script = [on('A', bench.transmit(2)), on('A', bench.receive(1), data(1)), on('A', bench.mode(2))];
    await bench.seesWithFlags(condition, script, [`${shown} …2`, shown, shown]);
    await bench.set(condition, false);
  }
  await bench.set('busy', true);
  const asked = [
    on('A', bench.transmit(5)),
    on('A', bench.receive(1), data(1)),
    on('A', bench.mode(16)),
    on('A', bench.mode(2)),
  ];
  await bench.seesWithFlags('busy', asked, ['8', '8', '8', '8']);
  await bench.set('busy', false);
}

async function illegal(bench: Bench): Promise<void> {
  const { legal } = bench.facts;
  const answer = (words: number): string => (legal === undefined ? answered(words) : ME);
  const tell = on('A', bench.mode(2));
  for (let subaddress = 1; subaddress < 31; subaddress++) {
    if (legal?.transmit.includes(subaddress) !== true)
      await bench.sees(`transmit from ${subaddress}`, [on('A', bench.transmit(3, subaddress))], [answer(3)]);
    if (legal?.receive.includes(subaddress) !== true)
      await bench.sees(
        `receive at ${subaddress}`,
        [on('A', bench.receive(3, subaddress), ...count(3))],
        [answer(0)],
      );
    const bad = on('A', bench.receive(3, subaddress), ...count(2));
    await bench.sees(`receive at ${subaddress}, a word missing`, [bad, tell], [NONE, ME]);
  }
  for (const transmit of [0, 1] as const)
    for (let code = 0; code < 32; code++) {
      if (MODES[transmit]?.includes(code) === true) continue;
      const words = code < 16 ? 0 : 1;
      const script = [on('A', bench.mode(code, transmit), ...(transmit === 0 ? count(words) : []))];
      await bench.sees(`reserved mode code ${code}, T/R ${transmit}`, script, [
        answer(transmit === 1 ? words : 0),
      ]);
    }
}

async function broadcastModes(bench: Bench): Promise<void> {
  const tell = on('A', bench.mode(2));
  for (const code of [1, 3, 4, 5, 6, 7, 8])
    await bench.sees(`mode ${code}`, [on('A', bench.mode(code, 1, ALL)), tell], [NONE, '10']);
  for (const code of [17, 20, 21])
    await bench.sees(`mode ${code}`, [on('A', bench.mode(code, 0, ALL), data(7)), tell], [NONE, '10']);
  const ask = on('B', bench.transmit(1));
  const shut = [on('A', bench.mode(4, 1, ALL)), ask, on('A', bench.mode(5, 1, ALL)), ask];
  await bench.sees('shutdown of the other line', shut, [NONE, NONE, NONE, answered(1)]);
}

async function broadcastErrors(bench: Bench): Promise<void> {
  const tell = on('A', bench.mode(2));
  const message = [bench.broadcast(8), ...count(8)];
  await bench.sees('in order', [on('A', ...message), tell], [NONE, '10']);
  const badCommand = on('A', ...damagedAt(message, 0, { what: 'parity' }));
  await bench.sees(
    'parity of the command',
    [on('A', bench.transmit(1)), badCommand, tell],
    [answered(1), NONE, CLEAR],
  );
  for (let w = 1; w <= 8; w++) {
    const bad = on('A', ...damagedAt(message, w, { what: 'parity' }));
    await bench.sees(`parity of data word ${w}`, [bad, tell], [NONE, '410']);
  }
  for (const sent of [0, 1, 7, 9, 32])
    await bench.sees(
      `${sent} data words of 8`,
      [on('A', bench.broadcast(8), ...count(sent)), tell],
      [NONE, '410'],
    );
  await bench.sees('a transmit command', [on('A', command(ALL, 1, bench.facts.transmits, 2))], [NONE]);
}

export const OPTIONS: readonly Paragraph[] = [
  {
    number: '5.2.2.1',
    title: 'Optional mode commands',
    what: 'synchronize, self test, BIT word, vector word, bus control, last command, selected shutdown',
    run: optionalModes,
  },
  {
    number: '5.2.2.1',
    title: 'Optional mode commands: terminal flag',
    what: 'inhibited; lifted by override and by reset',
    run: flagInhibit,
  },
  {
    number: '5.2.2.2',
    title: 'Status word bits',
    what: 'service request, subsystem flag, terminal flag, busy (broadcast received: below)',
    run: statusBits,
  },
  {
    number: '5.2.2.3',
    title: 'Illegal command',
    what: 'every subaddress and mode code that is not implemented: message error, or in form',
    run: illegal,
  },
  {
    number: '5.2.2.4',
    title: 'Broadcast mode commands',
    what: 'all that may be broadcast',
    run: broadcastModes,
  },
  {
    number: '5.2.2.5',
    title: 'Error injection: broadcast messages',
    what: 'parity of each word, message length',
    run: broadcastErrors,
  },
];
