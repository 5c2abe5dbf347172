/**
 * Fail votes, the computer annunciation matrix (CAM) and the redundant set.
 *
 * The CAM has a row per voter and a column per target. A vote lights a lamp; a computer that has so many votes of
 * others against it (two on the Shuttle) lights its own, yellow, on the diagonal, and clears its row. The votes of a cycle are
 * collected and then applied together, so that their order on the wire decides nothing. Nothing powers a computer
 * down: that is for the crew, who may also take a computer out of the set, and in again. One that votes put out still has
 * its part in the vehicle, as the actuators see it; one that the crew took out has none.
 */
import { at, byteAt } from '../at.js';
import type { TimeNs } from '../time.js';

/** A self-vote has voter = target. */
export interface FailVote {
  readonly voter: number;
  readonly target: number;
  readonly timeNs: TimeNs;
}

/** All that is known of a set, to be handed on: rows as in the matrices below, 1 = yes. */
export interface SetState {
  readonly left: readonly number[];
  readonly takesPart: readonly number[];
  readonly cast: readonly number[];
  readonly lamps: readonly number[];
}

export class RedundantSet {
  readonly computers: number;
  /** Votes cast since the set was formed, row = voter; they count even when the CAM row is cleared. */
  readonly cast: Uint8Array;
  /** The CAM as the crew sees it, row = voter: 1 = lit. */
  readonly lamps: Uint8Array;
  /** 1 = no member: it failed itself, enough others voted against it, or the crew took it out. */
  readonly left: Uint8Array;
  /** 1 = the crew lets it take part; votes change nothing here. */
  readonly takesPart: Uint8Array;
  /** Counts up whenever somebody leaves or enters. */
  changes = 0;
  readonly #collected: FailVote[] = [];
  /** Scratch: votes of others against each. */
  readonly #against: Uint8Array;
  readonly #votesToConcede: number;

  /** @param votesToConcede votes of others that make a computer give up its own row */
  constructor(computers: number, votesToConcede = 2) {
    this.computers = computers;
    this.#votesToConcede = votesToConcede;
    this.cast = new Uint8Array(computers * computers);
    this.lamps = new Uint8Array(computers * computers);
    this.left = new Uint8Array(computers);
    this.takesPart = new Uint8Array(computers).fill(1);
    this.#against = new Uint8Array(computers);
  }

  isMember(computer: number): boolean {
    return byteAt(this.left, computer) === 0;
  }

  get members(): readonly number[] {
    return Array.from(this.left.keys()).filter((i) => this.isMember(i));
  }

  /** Neither has cast a vote against itself or against the other. */
  accept(i: number, j: number): boolean {
    return !this.#hasCast(i, i) && !this.#hasCast(j, j) && !this.#hasCast(i, j) && !this.#hasCast(j, i);
  }

  /** Does member i count j as a member too? */
  isPeer(i: number, j: number): boolean {
    return this.isMember(i) && this.isMember(j) && this.accept(i, j);
  }

  /** Casts a vote, to be applied at the end of the cycle. Only members vote, once against each. */
  collect(voter: number, target: number, timeNs: TimeNs): void {
    const again = this.#collected.some((vote) => vote.voter === voter && vote.target === target);
    if (again || !this.isMember(voter) || this.#hasCast(voter, target)) return;
    this.#collected.push({ voter, target, timeNs });
  }

  /** Votes of this cycle that somebody has cast so far. */
  collectedOf(voter: number): FailVote[] {
    return this.#collected.filter((vote) => vote.voter === voter);
  }

  /** What a computer elsewhere really voted in this cycle, in place of what it was expected to. */
  replaceVotes(voter: number, votes: readonly FailVote[]): void {
    const others = this.#collected.filter((vote) => vote.voter !== voter);
    this.#collected.splice(0, Infinity, ...others);
    for (const { target, timeNs } of votes) this.collect(voter, target, timeNs);
  }

  get state(): SetState {
    const [left, takesPart] = [[...this.left], [...this.takesPart]];
    return { left, takesPart, cast: [...this.cast], lamps: [...this.lamps] };
  }

  /** Takes over what somebody else knows of the set. */
  adopt({ left, takesPart, cast, lamps }: SetState): void {
    this.left.set(left);
    this.takesPart.set(takesPart);
    this.cast.set(cast);
    this.lamps.set(lamps);
    this.#collected.length = 0;
    this.changes++;
  }

  /**
   * Applies the votes of the cycle, then lets a member that finds itself alone say so.
   * @returns the votes in order of time; empty when nothing changed
   */
  apply(): readonly FailVote[] {
    if (this.#collected.length === 0) return NO_VOTES;
    this.#applyCollected();
    this.#findAlone();
    const votes = this.#collected.splice(0);
    return votes.sort((a, b) => a.timeNs - b.timeNs);
  }

  /** The crew forms the set anew, of all or of these: all votes are forgotten, all lamps out. */
  reform(members?: readonly number[]): void {
    this.cast.fill(0);
    this.lamps.fill(0);
    this.#collected.length = 0;
    for (let i = 0; i < this.computers; i++) {
      const isIn = members?.includes(i) ?? true;
      this.left[i] = isIn ? 0 : 1;
      this.takesPart[i] = isIn ? 1 : 0;
    }
    this.changes++;
  }

  /** The crew takes a computer out. Its own lamps go out; those of others against it stay, as does what was voted. */
  withdraw(computer: number): void {
    this.left[computer] = 1;
    this.takesPart[computer] = 0;
    this.#putOutRow(computer);
    this.changes++;
  }

  /** The crew takes a computer in: what it voted, and what others voted against it, is forgotten. */
  readmit(computer: number): void {
    for (let other = 0; other < this.computers; other++) {
      for (const place of [computer * this.computers + other, other * this.computers + computer]) {
        this.cast[place] = 0;
        this.lamps[place] = 0;
      }
    }
    this.left[computer] = 0;
    this.takesPart[computer] = 1;
    this.changes++;
  }

  #applyCollected(): void {
    for (const { voter, target } of this.#collected) this.#light(voter, target);
    // All columns are judged before any row is cleared.
    for (let i = 0; i < this.computers; i++) this.#against[i] = this.#votesAgainst(i);
    for (let i = 0; i < this.computers; i++) {
      if (byteAt(this.takesPart, i) === 0) continue;
      const concedes = at(this.#against, i) >= this.#votesToConcede;
      if (concedes || this.#hasCast(i, i)) this.#leave(i);
      if (concedes) this.#concede(i);
    }
  }

  #concede(computer: number): void {
    this.#putOutRow(computer);
    this.lamps[computer * this.computers + computer] = 1;
  }

  /** A member of a set of one is no set. */
  #findAlone(): void {
    const lastNs = this.#collected.reduce((latest, vote) => Math.max(latest, vote.timeNs), -Infinity);
    for (let i = 0; i < this.computers; i++) {
      if (!this.isMember(i) || this.#hasPeer(i)) continue;
      this.#collected.push({ voter: i, target: i, timeNs: lastNs });
      this.#light(i, i);
      this.#leave(i);
    }
  }

  #leave(computer: number): void {
    if (this.isMember(computer)) this.changes++;
    this.left[computer] = 1;
  }

  #putOutRow(computer: number): void {
    const row = computer * this.computers;
    this.lamps.fill(0, row, row + this.computers);
  }

  #hasPeer(i: number): boolean {
    for (let j = 0; j < this.computers; j++) if (j !== i && this.isPeer(i, j)) return true;
    return false;
  }

  /** Lamps of others in a computer's column. */
  #votesAgainst(target: number): number {
    let votes = 0;
    for (let voter = 0; voter < this.computers; voter++) {
      if (voter !== target) votes += byteAt(this.lamps, voter * this.computers + target);
    }
    return votes;
  }

  #light(voter: number, target: number): void {
    this.cast[voter * this.computers + target] = 1;
    this.lamps[voter * this.computers + target] = 1;
  }

  #hasCast(voter: number, target: number): boolean {
    return byteAt(this.cast, voter * this.computers + target) === 1;
  }
}

const NO_VOTES: readonly FailVote[] = [];
