/**
 * The trace: every event of a run as one line of JSON, in order of bus time within each cycle.
 *
 * Keys come in a fixed order and numbers are whole, so that the same scenario and seed give the same bytes on any
 * machine; the hash of these bytes is the run's fingerprint. A message's `value` names words, not what they are: v0,
 * v1 … stand for different words of one exchange, which the transmissions show; R(E) is "I received an error".
 */
import { at } from '../core/at.js';
import { FIRST_VALUE, REPORTED_ERROR, type ValueId } from '../core/agreement/value.js';
import type { Transmission } from '../core/bus/transmission.js';
import type { Fault } from '../core/fault/fault.js';
import type { DecisionEvent, MessageEvent, NoteEvent, Observer, ReadingEvent } from '../core/observer.js';
import { groupsOf, partition, patternOf } from '../core/redundancy/groups.js';
import type { FailVote } from '../core/redundancy/redundant-set.js';
import type { TimeNs } from '../core/time.js';
import type { Vehicle } from '../core/vehicle.js';
import { dataText } from './words.js';

/** Takes finished lines, each with its newline. */
export type TraceSink = (lines: string) => void;

interface Line {
  readonly timeNs: TimeNs;
  /** JSON after the time and cycle. */
  readonly body: string;
}

export class TraceRecorder implements Observer {
  readonly detailed = true;
  readonly #sink: TraceSink;
  readonly #computers: readonly string[];
  readonly #elements: readonly string[];
  /** Names as JSON, quotes and all. */
  readonly #quoted = new Map<string, string>();
  readonly #seen = new Map<Fault, Set<string>>();
  readonly #groups: Uint8Array;
  #lines: Line[] = [];
  #lastVoteNs: TimeNs = -Infinity;
  readonly #decisions: DecisionEvent[] = [];

  constructor(names: { computers: readonly string[]; elements: readonly string[] }, sink: TraceSink) {
    this.#sink = sink;
    this.#computers = names.computers;
    this.#elements = names.elements;
    this.#groups = new Uint8Array(names.computers.length);
  }

  transmission(bus: string, from: string, tx: Transmission): void {
    let words = '';
    for (let w = 0; w < tx.count; w++)
      words += `${w === 0 ? '' : ','}"${dataText(tx.format, at(tx.words, w))}"`;
    this.#add(
      tx.startNs,
      `"event":"transmission","bus":${this.#quote(bus)},"from":${this.#quote(from)},"words":[${words}]`,
    );
  }

  reading({ timeNs, element, computer, kind }: ReadingEvent): void {
    this.#add(
      timeNs,
      `"event":"reading","element":${this.#element(element)},"computer":${this.#computer(computer)},"reading":"${kind}"`,
    );
  }

  message(event: MessageEvent): void {
    const { round, commander, path, sender, receiver, value } = event;
    const about = this.#quote(commander);
    const names = path.map((member) => (member < 0 ? about : this.#computer(member))).join(',');
    const who = `"sender":${this.#computer(sender)},"receiver":${this.#computer(receiver)}`;
    this.#add(
      event.timeNs,
      `"event":"message","round":${round},"about":${about},"path":[${names}],${who},"value":"${valueText(value)}"`,
    );
  }

  decision(event: DecisionEvent): void {
    this.#decisions.push(event);
  }

  vote({ timeNs, voter, target }: FailVote): void {
    this.#lastVoteNs = timeNs;
    this.#add(timeNs, `"event":"vote","voter":${this.#computer(voter)},"target":${this.#computer(target)}`);
  }

  accusation(terminal: string, timeNs: TimeNs): void {
    this.#add(timeNs, `"event":"accusation","terminal":${this.#quote(terminal)}`);
  }

  note({ timeNs, text, mark }: NoteEvent): void {
    this.#add(timeNs, `"event":"note","text":${JSON.stringify(text)},"mark":"${mark}"`);
  }

  endOfCycle(vehicle: Vehicle): void {
    this.#addDecisions(vehicle);
    for (const fault of vehicle.faults.faults) this.#addFault(fault);
    this.#addSet(vehicle);
    // Buses run side by side; equal times keep the order in which things were said.
    const lines = this.#lines.sort((a, b) => a.timeNs - b.timeNs);
    this.#lines = [];
    let text = '';
    for (const { timeNs, body } of lines) text += `{"t":${timeNs},"cycle":${vehicle.cycle},${body}}\n`;
    if (text !== '') this.#sink(text);
  }

  /** What each computer came to, with a digest of the words it uses: equal digests, equal inputs. */
  #addDecisions(vehicle: Vehicle): void {
    for (const { timeNs, element, computer, outcome, use } of this.#decisions) {
      const { inputs } = at(vehicle.computers, computer);
      const digest = digestOf(at(inputs, element), at(vehicle.elements, element).command.words);
      this.#add(
        timeNs,
        `"event":"decision","element":${this.#element(element)},"computer":${this.#computer(computer)},"outcome":"${outcome}","use":"${use}","input":"${digest}"`,
      );
    }
    this.#decisions.length = 0;
  }

  #addSet({ set, timing, cycle }: Vehicle): void {
    const changed = partition(this.#groups, (i, j) => set.accept(i, j));
    if (!changed && cycle > 0) return;
    const groups = groupsOf(this.#groups);
    const names = groups.map((group) => `[${group.map((i) => this.#computer(i)).join(',')}]`).join(',');
    this.#add(
      Math.max(timing.endNs, this.#lastVoteNs),
      `"event":"set","pattern":"${patternOf(groups)}","groups":[${names}]`,
    );
  }

  #addFault(fault: Fault): void {
    const seen = this.#seen.get(fault) ?? new Set<string>();
    this.#seen.set(fault, seen);
    const steps = { applied: fault.appliedNs, noticed: fault.detectedNs, isolated: fault.isolatedNs };
    for (const [what, timeNs] of Object.entries(steps)) {
      if (timeNs === undefined || seen.has(what)) continue;
      seen.add(what);
      this.#add(timeNs, `"event":"fault","id":${this.#quote(fault.id)},"what":"${what}"`);
    }
  }

  #add(timeNs: TimeNs, body: string): void {
    this.#lines.push({ timeNs, body });
  }

  #computer(index: number): string {
    return this.#quote(at(this.#computers, index));
  }

  #element(index: number): string {
    return this.#quote(at(this.#elements, index));
  }

  #quote(name: string): string {
    let quoted = this.#quoted.get(name);
    if (quoted === undefined) {
      quoted = JSON.stringify(name);
      this.#quoted.set(name, quoted);
    }
    return quoted;
  }
}

function valueText(value: ValueId): string {
  if (value >= FIRST_VALUE) return `v${value - FIRST_VALUE}`;
  return value === REPORTED_ERROR ? 'R(E)' : 'DEFAULT';
}

/** FNV-1a over 16-bit words, as eight hexadecimal digits. */
function digestOf(words: Int32Array, count: number): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < count; i++) hash = Math.imul(hash ^ at(words, i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
