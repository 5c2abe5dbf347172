/**
 * A line: bytes in the real world, whatever carries them. Everything above (frames, slots, the live run) knows this one
 * interface, so what runs in memory and over pseudo-terminals is the code that runs on a real port.
 *
 * Nothing here throws and nothing waits for ever. Real ports refuse to open, vanish without a word, or take a write and
 * never call back; each of these is a value, at the latest when a deadline of our own has passed. A line that has ended
 * may be opened again, as an adapter may be plugged in again.
 */
import type { Observable } from 'rxjs';

export type LineKind = 'memory' | 'mock' | 'serial';

/** Why an opening ended. */
export type EndReason =
  /** We closed it. */
  | 'closed'
  /** The port went away. */
  | 'lost'
  /** It is there, but a write was not taken in time: of such a port nothing more is to be expected. */
  | 'stuck';

export type LineEvent =
  /** In any pieces: a chunk is no frame. The bytes are the receiver's to keep. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Exactly one for each opening that succeeded, and nothing of that opening after it. */
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly detail: string }
  /** The port complained, and goes on. */
  | { readonly kind: 'trouble'; readonly detail: string };

export type OpenProblem = 'missing' | 'permission' | 'locked' | 'stuck' | 'failed';

export type Opened =
  { readonly ok: true } | { readonly ok: false; readonly problem: OpenProblem; readonly detail: string };

/** `sent`: the port has taken the bytes. Else the reason why it has not, and never will. */
export type Written = 'sent' | EndReason;

export interface Line {
  readonly name: string;
  readonly kind: LineKind;
  readonly isOpen: boolean;
  /** Of all its openings. Hot: who subscribes late misses what was. */
  readonly events: Observable<LineEvent>;
  /** To open what is open is no error. */
  open(): Promise<Opened>;
  /** The bytes are copied, or not needed any more, when this returns its promise. */
  write(bytes: Uint8Array): Promise<Written>;
  /** To close what is closed is no error. Afterwards no port, timer or listener is left. */
  close(): Promise<void>;
}
