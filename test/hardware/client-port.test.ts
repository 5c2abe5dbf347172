/** The foreign client as a process of its own on a real (pseudo-)terminal, in real time, with the product's line at the other end. */
import { afterEach, describe, expect, it } from 'vitest';
import { serialLine } from '../../src/line/serial.js';
import { startPtyPair } from '../../src/line/socat.js';
import { listen, until } from '../line/support/listen.js';
import { withoutSocat } from '../line/support/socat.js';
import { GATHERING } from '../../src/line/protocol/packet.js';
import { runClient, startClient, stopClient, withoutPython } from './support/client.js';
import { burst, command, STATION, understood } from './support/commander.js';
import { GATHER, RestOfTheSet, SCENARIO_FILE, type SetCycle } from './support/set.js';
import { inRealTime } from '../support/real-time.js';

const BAUD = 115_200;
const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function connect(role: 'terminal' | 'computer', ...args: string[]) {
  const ptys = await startPtyPair();
  cleanUp.push(() => ptys.stop());
  const [here = '', there = ''] = ptys.paths;
  const line = serialLine(here, { baud: BAUD });
  const ear = listen(line);
  cleanUp.push(() => line.close());
  expect(await line.open()).toEqual({ ok: true });
  const client = startClient(role, there, '--baud', String(BAUD), ...args);
  cleanUp.push(() => stopClient(client));
  return { line, packets: () => understood(ear.bytes()) };
}

describe.skipIf(withoutPython || withoutSocat)('the foreign client on a port', inRealTime, () => {
  it('answers as a terminal', async () => {
    const { line, packets } = await connect('terminal');
    // What comes before it has opened its port is not for it.
    await until('an answer', () => {
      void line.write(burst(command(8)));
      return packets().length > 0;
    });
    expect(packets()[0]).toMatchObject({ type: 'response', sender: STATION, slot: 2, cycle: 258 });
  });

  it('joins as a computer, and relays what it reads', async () => {
    // A slow cycle, as the machine may be busy: what comes late is not heard.
    const timing = { baud: BAUD, guardUs: 1000, latencyUs: 20_000, turnAroundUs: 500 };
    const [periodUs, cycle]: [number, SetCycle] = [
      600_000,
      { data: [1, 2, 3, 4, 5, 6, 7, 8], ears: ['ok', 'ok', 'ok', 'ok'] },
    ];
    const set = new RestOfTheSet(timing, periodUs);
    const options = {
      scenario: SCENARIO_FILE,
      number: 3,
      'period-us': periodUs,
      'guard-us': 1000,
      'latency-us': 20_000,
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const { line, packets } = await connect('computer', ...args);
    const relays = () =>
      packets().filter((p) => typeof p === 'object' && p.type === 'message' && p.messages.length > 0);
    let c = 0;
    const timer = setInterval(() => {
      const gathers = packets().length === 0;
      for (const slot of set.slots.slice(0, 3))
        void line.write(set.burst(slot, gathers ? GATHERING : c, gathers ? GATHER : cycle));
      if (!gathers) c++;
    }, periodUs / 1000);
    try {
      await until('a relay', () => relays().length > 0, 20_000);
    } finally {
      clearInterval(timer);
    }
    expect(packets()[0]).toMatchObject({ type: 'hello', sender: 3, role: 'computer', slot: 18 });
    expect(relays()[0]).toMatchObject({ sender: 3, round: 1, messages: [{ words: { length: 9 } }] });
  });
});

it.skipIf(withoutPython).each([
  ['a port that is not there', ['terminal', '/dev/no-such-port'], /no-such-port: cannot be opened/],
  ['what is no port', ['terminal', '/dev/null'], /\/dev\/null: cannot be opened as a serial port/],
  ['a missing scenario', ['computer', '-', '--scenario', 'none.json', '--number', '0'], /none.json: cannot/],
  ['a number too many', ['computer', '-', '--scenario', SCENARIO_FILE, '--number', '4'], /computers 0 to 3/],
  [
    'a cycle that does not fit',
    ['computer', '-', '--scenario', SCENARIO_FILE, '--number', '0', '--baud', '9600'],
    /give a longer --period-us or a higher --baud/,
  ],
])('the foreign client refuses %s, and says what to do', (_what, args, told) => {
  expect(() => runClient(args)).toThrow(told);
  expect(() => runClient(args)).not.toThrow(/Traceback/);
});
