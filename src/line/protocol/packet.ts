/**
 * What participants tell each other over a line: the packets inside the frames, as values.
 *
 * The emulated words travel as images (core/bus/word): sync type, 16 data bits and the parity bit as it was sent, so
 * that a word which the scenario corrupts passes the tunnel's own CRC and is found by the emulated receiver.
 */
import type { Image } from '../../core/bus/word.js';

export const PROTOCOL_VERSION = 1;

/** Numbers of types, in the low half of a packet's first byte. */
export const PACKET_TYPE = {
  beacon: 1,
  hello: 2,
  leave: 3,
  command: 4,
  response: 5,
  message: 6,
  output: 7,
  ping: 8,
  pong: 9,
  state: 10,
} as const;

/** Stations: computers are numbered from 0 in the scenario's order, terminals from 64, listeners and tools from 128. */
export const FIRST_TERMINAL = 64;
export const FIRST_LISTENER = 128;
/** No station; as a receiver: everybody. */
export const EVERYBODY = 255;
/** Computers are bits of 32-bit sets. */
export const MOST_COMPUTERS = 32;

/** Slot of what is said outside the table of slots. */
export const OPEN_SLOT = 255;

/** Cycle of beacons that only gather: none has begun yet. */
export const GATHERING = 0xffffffff;

export interface Header {
  /** Station that sends, 0 … 254. */
  readonly sender: number;
  /** Counts this sender's packets, modulo 256. */
  readonly sequence: number;
  readonly slot: number;
  /** 0 … 2^32 − 1. */
  readonly cycle: number;
}

/** The time master's start of a cycle. */
export interface Beacon extends Header {
  readonly type: 'beacon';
  /** First four bytes of the SHA-256 of the scenario's file, and of the line's common numbers. */
  readonly scenario: number;
  readonly configuration: number;
  readonly periodUs: number;
  /** Bit i = the master heard computer i in the last cycle, itself included. */
  readonly present: number;
  /** Bit i = computer i is taken in at the start of this cycle, or was in one of the last few. */
  readonly joined: number;
  /** Counts take-overs, modulo 256; the greater term is the master. */
  readonly term: number;
  readonly mode: number;
}

export type Role = 'computer' | 'terminal' | 'listener';

/** "I am here." */
export interface Hello extends Header {
  readonly type: 'hello';
  readonly role: Role;
  /** As in the beacon; 0 = does not know. */
  readonly scenario: number;
  readonly configuration: number;
}

/** What the time master tells those who join: how the redundant set stands. Bit i of a row = computer i, at most 16. */
export interface State extends Header {
  readonly type: 'state';
  /** No members, by vote or by the crew; and those whom the crew lets take part. */
  readonly left: number;
  readonly takesPart: number;
  /** Bit e = element e is not read any more. */
  readonly bypassed: number;
  /** By computer: whom it has voted against, and its row of the annunciation matrix. */
  readonly rows: readonly { readonly cast: number; readonly lamps: number }[];
}

export type LeaveReason = 'done' | 'interrupted' | 'failed';

/** "I shall say no more." */
export interface Leave extends Header {
  readonly type: 'leave';
  readonly reason: LeaveReason;
}

/** One emulated transmission: words back to back, and when on the emulated bus the first one starts. */
export interface Words {
  /** Virtual bus time since the start of the cycle, at the sender. */
  readonly offsetNs: number;
  readonly words: readonly Image[];
}

/** What the bus controller transmits on a flight bus. */
export interface Command extends Header, Words {
  readonly type: 'command';
  /** Position of the bus among the scenario's buses. */
  readonly bus: number;
}

/** What a remote terminal transmits on a flight bus. */
export interface Response extends Header, Words {
  readonly type: 'response';
  readonly bus: number;
}

/** What a computer says to the others in one round of the exchange: any number of intercomputer messages. */
export interface Message extends Header {
  readonly type: 'message';
  /** Station it is for: EVERYBODY on broadcast links. */
  readonly receiver: number;
  readonly round: number;
  readonly messages: readonly Words[];
}

export interface Vote {
  /** Station of a computer. */
  readonly target: number;
  /** Virtual bus time of the vote, since the start of the cycle. */
  readonly offsetNs: number;
}

/** What a computer does at the end of its cycle. */
export interface Output extends Header {
  readonly type: 'output';
  /** Fail votes that it casts in this cycle; against itself: it fails itself. */
  readonly votes: readonly Vote[];
  /** To each actuator in the scenario's order, −32,768 … 32,767. */
  readonly commands: readonly number[];
}

/** A test of the line: whoever is named answers with the same token and filling. */
export interface Ping extends Header {
  readonly type: 'ping' | 'pong';
  readonly receiver: number;
  readonly token: number;
  readonly filling: Uint8Array;
}

export type Packet = Beacon | Hello | State | Leave | Command | Response | Message | Output | Ping;

/** What kept the content of a good frame from being a packet. */
export type RejectReason =
  /** Of another version of this protocol. */
  | 'version'
  /** Of no type that there is. */
  | 'type'
  /** Its length is not one that its type can have. */
  | 'length'
  /** A field holds what it may not. */
  | 'field';

export interface Rejected {
  readonly type: 'rejected';
  readonly reason: RejectReason;
}
