/** A command word as the terminal reads it that is meant by it, and whether the words behind it are those it announces. */
import { int32At } from '../at.js';
import { BROADCAST_ADDRESS, isModeCode } from './mil-std-1553b.js';
import { hasDataWord, modeCode, type ModeCode } from './mode-code.js';
import type { Reading } from './reading.js';
import { isCommandSync, MIL_STD_1553B_WORD as WORD, payloadOf, type Image } from './word.js';

export const payload = (image: Image): number => payloadOf(WORD, image);

/** Kept and refilled, never allocated in a cycle. */
export class TerminalCommand {
  payload = 0;
  address = 0;
  isBroadcast = false;
  isTransmit = false;
  subaddress = 0;
  isMode = false;
  /** Of a mode command: which; undefined if it is reserved. */
  mode: ModeCode | undefined;
  /** Data words, in whichever direction. */
  words = 0;

  take(bits: number): void {
    this.payload = bits;
    this.address = bits >>> 11;
    this.isBroadcast = this.address === BROADCAST_ADDRESS;
    this.isTransmit = (bits & 0x0400) !== 0;
    this.subaddress = (bits >>> 5) & 31;
    this.isMode = isModeCode(this.subaddress);
    this.mode = this.isMode ? modeCode(bits & 31, this.isTransmit) : undefined;
    const counted = bits & 31 || 32;
    this.words = this.isMode ? (hasDataWord(bits & 31) ? 1 : 0) : counted;
  }

  /** Do as many data words follow word number `place` of a reading as are announced, good ones, and no more (4.4.3.5)? */
  isWhole(place: number, reading: Reading): boolean {
    if (reading.kind !== 'ok') return false;
    const wanted = this.isTransmit ? 0 : this.words;
    return reading.count === place + 1 + wanted && areData(reading, place + 1);
  }

  /** Is this receive command followed by a transmit command for another terminal, as an RT-RT transfer is opened? */
  opensTransfer(reading: Reading): boolean {
    if (this.isMode || this.isTransmit || reading.kind !== 'ok' || reading.count !== 2) return false;
    const second = int32At(reading.words, 1);
    const from = payload(second);
    if (!isCommandSync(WORD, second) || (from & 0x0400) === 0 || isModeCode((from >>> 5) & 31)) return false;
    return (from & 31) === (this.payload & 31) && from >>> 11 !== BROADCAST_ADDRESS;
  }
}

/** Have all words from number `from` on the sync of a data word? */
export function areData(reading: Reading, from: number): boolean {
  for (let w = from; w < reading.count; w++) if (isCommandSync(WORD, int32At(reading.words, w))) return false;
  return true;
}
