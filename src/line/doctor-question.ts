/**
 * What can be asked over a line: a ping, which every participant answers that knows it; or the command of a read, which
 * is all that a board as terminal answers.
 */
import { MIL_STD_1553B, packCommand } from '../core/bus/mil-std-1553b.js';
import { makeImage } from '../core/bus/word.js';
import { readsOf, type ScenarioConfig, type TerminalConfig } from '../core/config.js';
import { portOn } from '../core/ports.js';
import type { RoundTrip } from './doctor-facts.js';
import type { TestStation } from './doctor-station.js';
import { FIRST_TERMINAL, type Packet } from './protocol/packet.js';

/** Something to be asked again and again, and what counts as its answer. */
export interface Question {
  readonly asked: RoundTrip['asked'];
  /** With a new sequence number or token each time. */
  readonly next: () => Packet;
  readonly isAnswer: (packet: Packet, question: Packet) => boolean;
}

export function pingTo(from: TestStation, receiver: number): Question {
  let token = 0;
  return {
    asked: 'ping',
    next: () => from.ping(receiver, ++token),
    isAnswer: (packet, question) =>
      packet.type === 'pong' &&
      question.type === 'ping' &&
      packet.sender === receiver &&
      packet.receiver === from.number &&
      packet.token === question.token,
  };
}

/** Its first read, asked as the computer that commands the bus would; told apart by the cycle, which is copied. */
export function commandTo(
  from: TestStation,
  terminal: number,
  scenario: ScenarioConfig,
): Question | undefined {
  const read = firstReadOf(scenario.terminals[terminal - FIRST_TERMINAL], scenario);
  if (read === undefined) return undefined;
  const { bus, commander, element, address, subaddress, words } = read;
  const payload = packCommand({ address, transmit: true, subaddress, words });
  const image = makeImage(MIL_STD_1553B.word, 'command', payload);
  let cycle = 0;
  return {
    asked: 'command',
    next: () => ({
      type: 'command',
      ...from.nextHeader(),
      sender: commander,
      slot: 1 + 2 * element,
      cycle: ++cycle,
      bus,
      offsetNs: 0,
      words: [image],
    }),
    isAnswer: (packet, question) =>
      packet.type === 'response' && packet.sender === terminal && packet.cycle === question.cycle,
  };
}

function firstReadOf(terminal: TerminalConfig | undefined, scenario: ScenarioConfig) {
  let element = 0;
  for (const [bus, config] of scenario.buses.entries()) {
    const port = terminal === undefined ? undefined : portOn(terminal, config.id);
    for (const { terminal: id, subaddress, words } of readsOf(config)) {
      if (id === port?.id) {
        const commander = scenario.computers.findIndex((computer) => computer.id === config.commander);
        return { bus, commander, element, address: port.address, subaddress, words };
      }
      element++;
    }
  }
  return undefined;
}
