/**
 * Tries lines that are open: listens, finds out who hears whom, and measures round trips. One station speaks at a time,
 * nothing waits longer than its limit, and where somebody else is on the line already nobody speaks at all.
 */
import { setTimeout } from 'node:timers/promises';
import { at } from '../core/at.js';
import type { ScenarioConfig } from '../core/config.js';
import type { Hearing, RoundTrip, Times, Traffic } from './doctor-facts.js';
import { commandTo, pingTo, type Question } from './doctor-question.js';
import { burstOf, type TestStation } from './doctor-station.js';
import type { Packet } from './protocol/packet.js';
import { bytesUs } from './protocol/slots.js';

export interface Limits {
  /** Pings for each round trip, and how long all of them may take. */
  readonly pings: number;
  readonly pingsMs: number;
  /** For an answer, besides what it takes on the line: many times the worst adapter's latency. */
  readonly answerMs: number;
  /** For an echo, when all others have heard. */
  readonly echoMs: number;
}

export const LIMITS: Limits = { pings: 100, pingsMs: 1000, answerMs: 250, echoMs: 60 };

/** Of each station to itself, to find out who hears it. */
const ECHO_PINGS = 3;
/** So many questions in a row without any answer before, and nobody is there. */
const SILENT_AFTER = 3;

export interface Rig {
  /** Whose lines are open. */
  readonly stations: readonly TestStation[];
  readonly baud: number;
  /** Does the line take the time that its baud rate says? */
  readonly paced: boolean;
  readonly limits: Limits;
  /** Asked for: an early end, with what there is. */
  readonly stop: AbortSignal;
}

/** Listens without a word. */
export async function listenFirst({ stations, stop }: Rig, listenedMs: number): Promise<Traffic[]> {
  await pause(listenedMs, stop);
  return stations.map(({ packets, garbageBytes }) => ({ packets, garbageBytes, listenedMs }));
}

/** Pings to oneself: nobody answers them, everybody hears them. */
export async function measureHearing(speaker: TestStation, rig: Rig): Promise<Hearing> {
  const others = rig.stations.filter((station) => station !== speaker);
  const heardBy = Object.fromEntries(others.map(({ name }) => [name, 0]));
  let [pings, echoes] = [0, 0];
  for (; pings < ECHO_PINGS && !rig.stop.aborted; pings++) {
    const heard = await hearOnce(speaker, pings, rig);
    if (heard.delete(speaker)) echoes++;
    for (const { name } of heard) heardBy[name] = (heardBy[name] ?? 0) + 1;
  }
  return { pings, echoes, heardBy };
}

async function hearOnce(speaker: TestStation, token: number, rig: Rig): Promise<Set<TestStation>> {
  const ping = speaker.ping(speaker.number, token);
  const heard = new Set<TestStation>();
  const ends = rig.stations.map((station) =>
    station.hear((packet) => {
      if (isSame(packet, ping)) heard.add(station);
    }),
  );
  const until = async (ms: number, done: () => boolean): Promise<void> => {
    const end = performance.now() + ms;
    while (!done() && performance.now() < end && !rig.stop.aborted) await pause(1, rig.stop);
  };
  const onLineMs = waitMs(speaker.say(ping), rig);
  const others = rig.stations.filter((station) => station !== speaker);
  await until(onLineMs + rig.limits.answerMs, () => others.every((station) => heard.has(station)));
  await until(onLineMs + rig.limits.echoMs, () => heard.has(speaker));
  for (const end of ends) end();
  return heard;
}

function isSame(packet: Packet, ping: Packet): boolean {
  return packet.type === 'ping' && packet.sender === ping.sender && packet.sequence === ping.sequence;
}

export interface Partner {
  readonly name: string;
  readonly number: number;
  readonly runs: RoundTrip['runs'];
}

/** By pings; a terminal elsewhere that leaves them unanswered is asked by a command, as a board knows nothing else. */
export async function measureRoundTrip(
  from: TestStation,
  to: Partner,
  scenario: ScenarioConfig,
  rig: Rig,
): Promise<RoundTrip> {
  const pinged = await ask(from, to, pingTo(from, to.number), rig);
  if (pinged.answered > 0 || to.runs === 'here') return pinged;
  const command = commandTo(from, to.number, scenario);
  if (command === undefined) return pinged;
  return ask(from, to, command, rig);
}

async function ask(from: TestStation, to: Partner, question: Question, rig: Rig): Promise<RoundTrip> {
  const times: number[] = [];
  const { pings, pingsMs } = rig.limits;
  const until = performance.now() + pingsMs;
  let [sent, onLineUs] = [0, 0];
  while (sent < pings && (sent < SILENT_AFTER || performance.now() < until)) {
    if (rig.stop.aborted || !from.isOpen || (sent >= SILENT_AFTER && times.length === 0)) break;
    sent++;
    const trip = await askOnce(from, question, rig);
    if (trip === undefined) continue;
    times.push(trip.roundTripUs);
    onLineUs = trip.onLineUs;
  }
  return {
    from: from.name,
    to: to.name,
    runs: to.runs,
    asked: question.asked,
    sent,
    answered: times.length,
    roundTripUs: times.length === 0 ? null : timesOf(times),
    onLineUs,
  };
}

async function askOnce(
  from: TestStation,
  { next, isAnswer }: Question,
  rig: Rig,
): Promise<{ readonly roundTripUs: number; readonly onLineUs: number } | undefined> {
  const question = next();
  const answered = new AbortController();
  let answer: { readonly packet: Packet; readonly atMs: number } | undefined;
  const end = from.hear((packet, atMs) => {
    if (answer !== undefined || !isAnswer(packet, question)) return;
    answer = { packet, atMs };
    answered.abort();
  });
  const sentMs = performance.now();
  const bytes = from.say(question);
  const longestMs = rig.limits.answerMs + 2 * waitMs(LONGEST_BURST, rig);
  await pause(longestMs, AbortSignal.any([answered.signal, rig.stop]));
  end();
  if (answer === undefined) return undefined;
  const onLine = bytes + burstOf(answer.packet).length;
  return {
    roundTripUs: Math.round((answer.atMs - sentMs) * 1000),
    onLineUs: rig.paced ? bytesUs(onLine, rig.baud) : 0,
  };
}

/** A frame and the 00 before it. */
const LONGEST_BURST = 129;

function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((a, b) => a - b);
  const nth = (percent: number): number => at(sorted, Math.ceil((percent / 100) * sorted.length) - 1);
  const avg = Math.round(sorted.reduce((sum, time) => sum + time, 0) / sorted.length);
  return { max: at(sorted, sorted.length - 1), min: at(sorted, 0), avg, p50: nth(50), p99: nth(99) };
}

function waitMs(bytes: number, { baud, paced }: Rig): number {
  return paced ? bytesUs(bytes, baud) / 1000 : 0;
}

/** Ends early when an end is asked for. */
export async function pause(ms: number, signal: AbortSignal): Promise<undefined> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
