/**
 * The Shuttle's lone-error rule: what a computer makes of who erred on a read.
 *
 * After each input the computers tell each other only *whether* they had an error, never the data. The rule assumes
 * that a lone erring receiver is itself faulty. It never sees that several lone victims point to one source, and that
 * is how STS-124 split. What it says for more than one but not all is not published; `onPartialError` chooses.
 */
import { at } from '../at.js';
import type { RulesConfig } from '../config.js';

/** What one computer knows of another's read. */
export type Report = 'good' | 'error' | 'missing';

/** What a computer does about a read: use it, keep what it had, give up the element, fail itself, or vote by sides. */
export type Verdict = 'fresh' | 'stale' | 'bypass' | 'fail-self' | 'split';

export class StatusRule {
  readonly #rules: RulesConfig;
  readonly #computers: number;
  /** Successive errors that computer i knows of computer j on an element: [element][i][j]. */
  readonly #errors: readonly Uint32Array[];

  constructor(computers: number, elements: number, rules: RulesConfig) {
    this.#computers = computers;
    this.#rules = rules;
    this.#errors = Array.from({ length: elements }, () => new Uint32Array(computers * computers));
  }

  /**
   * Judges one read of one element, as computer `self` sees it.
   * @param reports by computer, its own among them
   * @param peers by computer: 1 = in the same set as `self`, itself included
   */
  judge(element: number, self: number, reports: readonly Report[], peers: Uint8Array): Verdict {
    this.#count(element, self, reports);
    let good = 0;
    let erring = 0;
    let lone = self;
    for (let j = 0; j < this.#computers; j++) {
      if (at(peers, j) === 0) continue;
      if (at(reports, j) === 'good') good++;
      if (at(reports, j) === 'error') {
        erring++;
        lone = j;
      }
    }
    if (erring === 0) return 'fresh';
    if (good === 0) return 'bypass';
    if (erring > 1) return this.#partial();
    return lone === self ? this.#loneSelf(element, self) : this.#loneOther(element, self, lone);
  }

  /** Forgets the errors on an element, as after its repair. */
  forget(element: number): void {
    at(this.#errors, element).fill(0);
  }

  /** A newcomer knows of the others what the donor knows; nobody knows anything against the newcomer. */
  adopt(newcomer: number, donor: number): void {
    for (const errors of this.#errors) {
      for (let j = 0; j < this.#computers; j++) {
        errors[newcomer * this.#computers + j] = at(errors, donor * this.#computers + j);
      }
      for (let i = 0; i < this.#computers; i++) errors[i * this.#computers + newcomer] = 0;
    }
  }

  #loneSelf(element: number, self: number): Verdict {
    return this.#errorsOf(element, self, self) >= this.#rules.loneErrorLimit ? 'fail-self' : 'stale';
  }

  /** Who errs alone once too often is about to leave; the others go on with what they have. */
  #loneOther(element: number, self: number, other: number): Verdict {
    const leaving = this.#errorsOf(element, self, other) >= this.#rules.loneErrorLimit;
    return leaving || this.#rules.onLoneError === 'staleSelf' ? 'fresh' : 'stale';
  }

  #partial(): Verdict {
    switch (this.#rules.onPartialError) {
      case 'commfault':
        return 'bypass';
      case 'holdLast':
        return 'stale';
      case 'split':
        return 'split';
    }
  }

  #count(element: number, self: number, reports: readonly Report[]): void {
    const errors = at(this.#errors, element);
    for (let j = 0; j < this.#computers; j++) {
      const place = self * this.#computers + j;
      if (at(reports, j) === 'error') errors[place] = at(errors, place) + 1;
      else if (this.#rules.errorCounterReset === 'cleanRead' && at(reports, j) === 'good') errors[place] = 0;
    }
  }

  #errorsOf(element: number, self: number, of: number): number {
    return at(at(this.#errors, element), self * this.#computers + of);
  }
}
