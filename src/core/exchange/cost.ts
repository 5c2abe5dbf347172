/**
 * What a mode of oral messages costs in a cycle in which nothing is wrong: how many messages, and how long the buses
 * take at least. The number of messages grows like N to the power of m + 1, so a mode may be far out of reach of a frame.
 *
 * It follows from N and m alone (Lamport, Shostak, Pease 1982): in round k everybody passes on, once for each path of k
 * others, what came by it. On one sender's bus that is a message per path; on a wire of its own to one receiver, a message
 * per path in which that one is not.
 */
import { INTERMESSAGE_GAP_NS, messageFormat, type MessageFormat } from '../bus/message.js';
import { readsOf, type ScenarioConfig } from '../config.js';
import { primariesIn } from '../membership.js';
import { usToNs } from '../time.js';
import type { ModeEntry } from './modes.js';

export interface ExchangeCost {
  /** In the fullest cycle, as their receivers count them. */
  readonly messages: number;
  /** In the emptiest cycle, from the end of the input on. */
  readonly exchangeNs: number;
}

/** What goes over the busiest link in one round of one agreement. */
interface Round {
  readonly turns: number;
  readonly words: number;
}

export function costOf(scenario: ScenarioConfig, mode: ModeEntry): ExchangeCost {
  if (mode.commander === undefined) return { messages: 0, exchangeNs: 0 };
  const relays = mode.commander === 'computers' ? mode.m + 1 : mode.m;
  return { messages: messagesOf(scenario, mode.m, relays), exchangeNs: leastNs(scenario, mode.m, relays) };
}

function messagesOf(scenario: ScenarioConfig, m: number, relays: number): number {
  const { buses, rules } = scenario;
  const n = primariesIn(scenario);
  const elements = buses.reduce((sum, bus) => sum + readsOf(bus).length, 0);
  let onReading = 0;
  for (let k = 1; k <= relays; k++) onReading += n * paths(n - 1, k);
  let onWord = 0;
  for (let k = 0; k <= m; k++) onWord += paths(n - 1, k + 1);
  return elements * onReading + (rules.sumwordEveryCycles > 0 ? n * onWord : 0);
}

function leastNs(scenario: ScenarioConfig, m: number, relays: number): number {
  const { buses, rules, exchange } = scenario;
  const others = primariesIn(scenario) - (exchange.links === 'broadcast' ? 1 : 2);
  const format = messageFormat(exchange.wordFormat);
  const processingNs = usToNs(exchange.processingUs);
  const always = buses.flatMap((bus) => readsOf(bus).filter(({ everyCycles }) => everyCycles === 1));
  // Before the exchange and after it.
  let ns = 2 * processingNs;
  for (let k = 1; k <= relays && always.length > 0; k++) {
    const turns = paths(others, k - 1);
    ns += roundNs(format, always.map(({ words }) => ({ turns, words: k + words }))); // prettier-ignore
    if (k < relays) ns += processingNs;
  }
  if (rules.sumwordEveryCycles !== 1) return ns;
  for (let k = 0; k <= m; k++) {
    ns += roundNs(format, [{ turns: paths(others, k), words: Math.max(1, k) + 1 }]);
    if (k < m) ns += processingNs;
  }
  return ns;
}

function roundNs({ word }: MessageFormat, rounds: readonly Round[]): number {
  let ns = -INTERMESSAGE_GAP_NS;
  for (const { turns, words } of rounds)
    ns += turns * (words * word.wordNs + (words - 1) * word.gapNs + INTERMESSAGE_GAP_NS);
  return ns;
}

/** In how many ways `length` of these, each once, can stand in a row. */
function paths(among: number, length: number): number {
  let count = 1;
  for (let i = 0; i < length; i++) count *= Math.max(0, among - i);
  return count;
}
