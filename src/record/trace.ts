/**
 * The trace: every event of a run as one line of JSON, in order of bus time within each cycle.
 *
 * Keys come in a fixed order and numbers are whole, so that the same scenario and seed give the same bytes on any
 * machine; the hash of these bytes is the run's fingerprint. A message's `value` names words, not what they are: v0,
 * v1 … stand for different words of one exchange, which the transmissions show; R(E) is "I received an error".
 */
import { FIRST_VALUE, REPORTED_ERROR } from '../core/agreement/value.js';
import { at, int32At, objectAt } from '../core/at.js';
import type { Transmission } from '../core/bus/transmission.js';
import { payloadOf } from '../core/bus/word.js';
import type { Fault } from '../core/fault/fault.js';
import type {
  CycleSlipEvent,
  DecisionEvent,
  MessageEvent,
  NoteEvent,
  Observer,
  ReadingEvent,
} from '../core/observer.js';
import { groupsOf, partition, patternOf } from '../core/redundancy/groups.js';
import type { FailVote } from '../core/redundancy/redundant-set.js';
import type { TimeNs } from '../core/time.js';
import type { Vehicle } from '../core/vehicle.js';
import { LineBuffer, piece, type Piece, type TraceSink } from './line-buffer.js';
import { TraceNames } from './trace-names.js';

const COMMA = 0x2c;
const QUOTE = 0x22;
const CLOSING_BRACKET = 0x5d;
const VALUE = piece('v');
const REPORTED = piece('R(E)');
const NOTHING = piece('DEFAULT');

export class TraceRecorder implements Observer {
  readonly detailed = true;
  readonly #lines: LineBuffer;
  readonly #names: TraceNames;
  readonly #seen = new Map<Fault, Set<string>>();
  readonly #groups: Uint8Array;
  #hasToldSet = false;
  #lastVoteNs: TimeNs = -Infinity;
  readonly #decisions: DecisionEvent[] = [];

  constructor(names: { computers: readonly string[]; elements: readonly string[] }, sink: TraceSink) {
    this.#lines = new LineBuffer(sink);
    this.#names = new TraceNames(names.computers, names.elements);
    this.#groups = new Uint8Array(names.computers.length);
  }

  transmission(bus: string, from: string, tx: Transmission): void {
    const lines = this.#lines;
    const digits = tx.format.payloadBits >> 2;
    lines.begin(tx.startNs, this.#names.transmission(bus, from));
    for (let w = 0; w < tx.count; w++) {
      if (w > 0) lines.byte(COMMA);
      lines.byte(QUOTE);
      lines.hex(payloadOf(tx.format, int32At(tx.words, w)), digits);
      lines.byte(QUOTE);
    }
    lines.byte(CLOSING_BRACKET);
    lines.end();
  }

  reading({ timeNs, element, computer, kind }: ReadingEvent): void {
    this.#add(timeNs, this.#names.reading(element, computer, kind));
  }

  message(event: MessageEvent): void {
    const lines = this.#lines;
    lines.begin(event.timeNs, this.#names.message(event));
    if (event.value >= FIRST_VALUE) {
      lines.piece(VALUE);
      lines.whole(event.value - FIRST_VALUE);
    } else lines.piece(event.value === REPORTED_ERROR ? REPORTED : NOTHING);
    lines.byte(QUOTE);
    lines.end();
  }

  decision(event: DecisionEvent): void {
    this.#decisions.push(event);
  }

  vote({ timeNs, voter, target }: FailVote): void {
    this.#lastVoteNs = timeNs;
    const { computers } = this.#names;
    this.#say(timeNs, `"event":"vote","voter":${at(computers, voter)},"target":${at(computers, target)}`);
  }

  accusation(terminal: string, timeNs: TimeNs): void {
    this.#say(timeNs, `"event":"accusation","terminal":${JSON.stringify(terminal)}`);
  }

  note({ timeNs, text, mark }: NoteEvent): void {
    this.#say(timeNs, `"event":"note","text":${JSON.stringify(text)},"mark":"${mark}"`);
  }

  cycleSlip({ timeNs, skipped }: CycleSlipEvent): void {
    this.#say(timeNs, `"event":"cycle-slip","skipped":${skipped}`);
  }

  endOfCycle(vehicle: Vehicle): void {
    this.#addDecisions(vehicle);
    for (const fault of vehicle.faults.faults) this.#addFault(fault);
    this.#addSet(vehicle);
    this.#lines.endCycle(vehicle.cycle);
  }

  /** Hands on the last lines. */
  finish(): void {
    this.#lines.flush();
  }

  /** What each computer came to, with a digest of the words it uses: equal digests, equal inputs. */
  #addDecisions(vehicle: Vehicle): void {
    for (const event of this.#decisions) {
      const { inputs } = objectAt(vehicle.computers, event.computer);
      const { words } = objectAt(vehicle.elements, event.element).command;
      this.#lines.begin(event.timeNs, this.#names.decision(event));
      this.#lines.hex(digestOf(objectAt(inputs, event.element), words), 8);
      this.#lines.byte(QUOTE);
      this.#lines.end();
    }
    this.#decisions.length = 0;
  }

  #addSet({ set, timing }: Vehicle): void {
    const changed = partition(this.#groups, (i, j) => set.accept(i, j), set.takesPart);
    if (!changed && this.#hasToldSet) return;
    this.#hasToldSet = true;
    const groups = groupsOf(this.#groups);
    const { computers } = this.#names;
    const names = groups.map((group) => `[${group.map((i) => at(computers, i)).join(',')}]`).join(',');
    this.#say(
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
      this.#say(timeNs, `"event":"fault","id":${JSON.stringify(fault.id)},"what":"${what}"`);
    }
  }

  /** A line that says something rare. */
  #say(timeNs: TimeNs, body: string): void {
    this.#add(timeNs, piece(body));
  }

  #add(timeNs: TimeNs, body: Piece): void {
    this.#lines.begin(timeNs, body);
    this.#lines.end();
  }
}

/** FNV-1a over 16-bit words. */
function digestOf(words: Int32Array, count: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < count; i++) hash = Math.imul(hash ^ int32At(words, i), 0x01000193);
  return hash >>> 0;
}
