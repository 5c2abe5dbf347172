import type { Arrivals } from '../../core/exchange/others.js';

/** A cycle that this host has a part in. */
export interface Begin {
  readonly cycle: number;
  readonly startUs: number;
  /** When this host should have known of it at the latest. */
  readonly dueUs: number;
  readonly leads: boolean;
  readonly arrivals: Arrivals | undefined;
}
