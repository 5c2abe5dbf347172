/** Slots of a schedule that are no reads, and what terminals take of them, in plain data; see config.ts. */

/** When a slot has its turn. */
export interface SlotTiming {
  /** Earliest start of the command within the minor frame. */
  readonly offsetUs: number;
  /** Sent in one minor frame of so many (the major frame); 1 = each. */
  readonly everyCycles: number;
}

/** A slot with other traffic, in the other message formats of MIL-STD-1553B (4.3.3.6). Data words are 0 … 65,535, subaddresses 1 … 30. */
export type TransferConfig = SlotTiming &
  (
    | {
        readonly transfer: 'bc-rt';
        readonly terminal: string;
        readonly subaddress: number;
        readonly data: readonly number[];
      }
    | { readonly transfer: 'bc-rts'; readonly subaddress: number; readonly data: readonly number[] }
    | {
        readonly transfer: 'rt-rt';
        /** The one that transmits, and from where. */
        readonly terminal: string;
        readonly subaddress: number;
        readonly receiver: string;
        readonly receiverSubaddress: number;
        readonly words: number;
      }
    | {
        readonly transfer: 'rt-rts';
        readonly terminal: string;
        readonly subaddress: number;
        readonly receiverSubaddress: number;
        readonly words: number;
      }
    | {
        readonly transfer: 'mode';
        readonly terminal: string;
        readonly mode: ModeName;
        /** Data word of a mode code that has one to receive. */
        readonly value: number;
      }
    | { readonly transfer: 'mode-rts'; readonly mode: ModeName; readonly value: number }
  );

/** The mode codes of MIL-STD-1553B that are not reserved (4.3.3.5.1.7, table I). */
export type ModeName =
  | 'dynamic-bus-control'
  | 'synchronize'
  | 'transmit-status'
  | 'self-test'
  | 'transmitter-shutdown'
  | 'override-transmitter-shutdown'
  | 'inhibit-terminal-flag'
  | 'override-inhibit-terminal-flag'
  | 'reset'
  | 'transmit-vector-word'
  | 'synchronize-with-data'
  | 'transmit-last-command'
  | 'transmit-bit-word'
  | 'selected-transmitter-shutdown'
  | 'override-selected-transmitter-shutdown';

/** Subaddresses 1 … 30, by the direction of the data as the terminal sees it. */
export interface LegalSubaddresses {
  readonly receive: readonly number[];
  readonly transmit: readonly number[];
}
