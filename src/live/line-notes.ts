/** What is written down of the lines in one run: one that comes and goes for days would fill any memory, and any record. */

/** As many as a scenario may hold. */
const MOST_NOTES = 1000;

const NO_MORE = 'lines: no more is told of them in this run';

export class LineNotes {
  readonly #tell: (text: string) => void;
  #count = 0;

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  add(text: string): void {
    if (this.#count === MOST_NOTES) return;
    this.#count++;
    this.#tell(this.#count === MOST_NOTES ? NO_MORE : text);
  }
}
