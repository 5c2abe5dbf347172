import type { Bench } from '../bench.js';

/** A paragraph of MIL-HDBK-1553A, section 100, and how it is run. */
export interface Paragraph {
  /** As far as it is known for sure. */
  readonly number: string;
  readonly title: string;
  /** What of it is done here. */
  readonly what: string;
  readonly run: (bench: Bench) => Promise<void>;
}
