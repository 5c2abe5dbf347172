/**
 * How the lines are, judged from what was said and who heard it. A line is told of after a few successive cycles of
 * trouble, at once when its port is gone, and again when it is well.
 *
 * Whom to blame follows from counting: what nobody hears was not said, whatever the sender's port made of it; who alone
 * hears nothing of what others hear is deaf itself.
 */
import type { EndState } from './line-end.js';

export type Health =
  | 'ok'
  /** The port is gone. */
  | 'lost'
  /** The port took no more. */
  | 'stuck'
  /** Nobody hears what it says. */
  | 'unheard'
  /** It hears nothing of what others hear. */
  | 'deaf'
  /** It hears bytes, and none of them are what was sent. */
  | 'garbage';

/** One line in one cycle. */
export interface LineCycle {
  readonly name: string;
  readonly state: EndState;
  /** Other lines that it said something to, and how many of those heard any of it. */
  readonly spokeTo: number;
  readonly heardBy: number;
  /** Senders whom it should have heard, as others did, and how many of those it heard. */
  readonly senders: number;
  readonly heard: number;
  /** What came and was no frame. */
  readonly garbage: number;
}

export interface HealthChange {
  readonly line: string;
  readonly health: Health;
  /** For the record: "line GPC3: …". */
  readonly text: string;
}

interface Memory {
  health: Health;
  suspected: Health;
  cycles: number;
  /** First cycle of what is suspected. */
  since: number;
  /** Since it was last well. */
  away: number;
}

export class LineHealth {
  readonly #patience: number;
  readonly #memory = new Map<string, Memory>();

  /** @param patience successive cycles of the same trouble before it is told */
  constructor(names: readonly string[], patience: number) {
    this.#patience = patience;
    for (const name of names)
      this.#memory.set(name, { health: 'ok', suspected: 'ok', cycles: 0, since: 0, away: 0 });
  }

  of(name: string): Health {
    return this.#memory.get(name)?.health ?? 'ok';
  }

  /** @returns what has changed, to be told */
  judge(lines: readonly LineCycle[], cycle: number): HealthChange[] {
    return lines.flatMap((line) => {
      const memory = this.#memory.get(line.name);
      return memory === undefined ? [] : this.#judgeOne(line, memory, cycle);
    });
  }

  #judgeOne(line: LineCycle, memory: Memory, cycle: number): HealthChange[] {
    if (memory.health !== 'ok') memory.away++;
    const now = appearance(line);
    // Nothing was to be heard, so nothing is known; nor is it known of who was not heard, and has said nothing since.
    if (now === undefined || (now === 'ok' && isMute(memory.health) && line.heardBy === 0)) return [];
    memory.cycles = now === memory.suspected ? memory.cycles + 1 : 1;
    if (memory.cycles === 1) memory.since = cycle;
    memory.suspected = now;
    const isCertain = now === 'ok' || now === 'lost' || now === 'stuck' || memory.cycles >= this.#patience;
    if (now === memory.health || !isCertain) return [];
    memory.health = now;
    const text = `line ${line.name}: ${describe(now, line, memory.away)}${now === 'ok' ? '' : `, since cycle ${memory.since}`}`;
    if (now === 'ok') memory.away = 0;
    return [{ line: line.name, health: now, text }];
  }
}

function isMute(health: Health): boolean {
  return health === 'unheard' || health === 'stuck';
}

function appearance({ state, spokeTo, heardBy, senders, heard, garbage }: LineCycle): Health | undefined {
  if (state.kind === 'lost' || state.kind === 'stuck') return state.kind;
  if (spokeTo > 0 && heardBy === 0) return 'unheard';
  if (senders > 0 && heard === 0) return garbage > 0 ? 'garbage' : 'deaf';
  return spokeTo > 0 || senders > 0 ? 'ok' : undefined;
}

function describe(health: Health, { state }: LineCycle, away: number): string {
  switch (health) {
    case 'ok':
      return `back after ${away} ${away === 1 ? 'cycle' : 'cycles'}`;
    case 'unheard':
      return 'nobody hears it';
    case 'deaf':
      return 'hears nothing';
    case 'garbage':
      return 'hears nothing but garbage';
    default:
      return `${health}${'detail' in state ? ` (${oneLine(state.detail)})` : ''}`;
  }
}

/** What a port says of itself, fit for the record. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, 200);
}
