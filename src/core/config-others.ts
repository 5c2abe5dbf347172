/** With a host per computer: what came of the other computers, where it was not what this host expected. */
export interface OthersConfig {
  /** The exchange mode in which all this came: in another one it would mean something else, and nobody hears it. Absent: any. */
  readonly exchange?: string | undefined;
  /** The computer that was at home on this host, if one was: what it heard is known at first hand. */
  readonly computer?: string | undefined;
  /** The terminal that was at home on this host, if one was: it was asked whatever the host made of the set. */
  readonly terminal?: string | undefined;
  /** First and last cycle, in order: this host had no part in them. */
  readonly away: readonly (readonly [first: number, last: number])[];
  /** In order of their cycles. */
  readonly arrivals: readonly ArrivalConfig[];
  readonly messages: readonly MessageConfig[];
  readonly deeds: readonly DeedsConfig[];
}

/** Who was taken in at the start of a cycle. */
export interface ArrivalConfig {
  readonly cycle: number;
  readonly computers: readonly string[];
  /** What this host was told of the set when it came back itself. */
  readonly state?: SetStateConfig | undefined;
}

/** How a set stood, by names. */
export interface SetStateConfig {
  /** Who was no member. */
  readonly left: readonly string[];
  /** Whom the crew had taken out. */
  readonly withdrawn: readonly string[];
  /** By voter: whom it had voted against since the set was formed. */
  readonly cast: Readonly<Record<string, readonly string[]>>;
  /** By voter: the lamps that were lit in its row of the CAM. */
  readonly lamps: Readonly<Record<string, readonly string[]>>;
  /** Elements that nobody polled any more. */
  readonly bypassed: readonly string[];
}

/** What a computer said in place of one message that was expected of it. */
export interface MessageConfig {
  /** First and last cycle; of those, the ones in which the message was expected. */
  readonly cycles: readonly [first: number, last: number];
  readonly from: string;
  /** From 1 in each cycle. */
  readonly round: number;
  /** Number of the element or computer that the expected message is about, as in its header: 0 … 30. */
  readonly about: number;
  /** Words as images in hexadecimal. */
  readonly said: 'nothing' | readonly string[];
}

/** What a computer did at the end of its cycle. */
export interface DeedsConfig {
  readonly cycles: readonly [first: number, last: number];
  readonly from: string;
  readonly did: 'nothing' | DidConfig;
}

export interface DidConfig {
  /** Fail votes, each so many ns of bus time after the start of its cycle. */
  readonly votes: readonly { readonly target: string; readonly afterNs: number }[];
  /** In the actuators' order, LSB. */
  readonly commands: readonly number[];
}
