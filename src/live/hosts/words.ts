/** Between packets and what the core knows: messages by what they are about, votes and commands. */
import type { Transmission } from '../../core/bus/transmission.js';
import { isCommandSync, MIL_STD_1553B_WORD as WORD, payloadOf, type Image } from '../../core/bus/word.js';
import type { Deeds } from '../../core/exchange/others.js';
import type { TimeNs } from '../../core/time.js';
import { EVERYBODY, type Message, type Output, type Packet } from '../../line/protocol/packet.js';
import type { Saying } from '../mouth.js';

/** A header names in its five highest bits what it is about. */
const ABOUT_SHIFT = 11;
const MOST_OFFSET_NS = 0xffffffff;
const MOST_COMMAND = 0x7fff;

/** The first message about that; undefined if there is none. */
export function wordsAbout(
  packets: readonly Packet[],
  round: number,
  about: number,
): readonly Image[] | undefined {
  for (const packet of packets) {
    if (packet.type !== 'message' || packet.round !== round) continue;
    const message = packet.messages.find(({ words: [header = 0] }) => aboutOf(header) === about);
    if (message !== undefined) return message.words;
  }
  return undefined;
}

function aboutOf(header: Image): number {
  return isCommandSync(WORD, header) ? payloadOf(WORD, header) >>> ABOUT_SHIFT : -1;
}

export function isSent(images: readonly Image[], { words, count }: Transmission): boolean {
  return images.length === count && images.every((image, w) => image === words[w]);
}

/** Bus time since the start of the cycle, as it travels. */
export function offsetNs(timeNs: TimeNs, startNs: TimeNs): number {
  return Math.min(MOST_OFFSET_NS, Math.max(0, Math.round(timeNs - startNs)));
}

export function outputOf({ votes, commands }: Deeds, startNs: TimeNs): Pick<Output, 'votes' | 'commands'> {
  return {
    votes: votes.map(({ target, timeNs }) => ({ target, offsetNs: offsetNs(timeNs, startNs) })),
    commands: commands.map((command) => Math.max(-MOST_COMMAND - 1, Math.min(MOST_COMMAND, command))),
  };
}

/**
 * @param expected of that computer: as many commands must have come
 * @param computers votes against anybody else are none, nor are those against one who has this computer's vote already
 */
export function deedsOf(
  voter: number,
  output: Output,
  expected: Deeds,
  startNs: TimeNs,
  computers: number,
): Deeds | 'nothing' {
  if (output.commands.length !== expected.commands.length) return 'nothing';
  const votes = output.votes.filter(
    ({ target }, i, all) => target < computers && all.findIndex((earlier) => earlier.target === target) === i,
  );
  return {
    votes: votes.map(({ target, offsetNs: ns }) => ({ voter, target, timeNs: startNs + ns })),
    commands: output.commands,
  };
}

export function isSameDeeds(a: Deeds, b: Deeds): boolean {
  return (
    a.commands.length === b.commands.length &&
    a.commands.every((command, i) => command === b.commands[i]) &&
    a.votes.length === b.votes.length &&
    a.votes.every(({ target, timeNs }, i) => target === b.votes[i]?.target && timeNs === b.votes[i].timeNs)
  );
}

export function messageSaying(
  slot: number,
  cycle: number,
  round: number,
  messages: Message['messages'],
): Saying {
  return { type: 'message', slot, cycle, receiver: EVERYBODY, round, messages };
}
