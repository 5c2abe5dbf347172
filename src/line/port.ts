/** What a kind of line has to bring: a port as it really behaves. The promises of `Line` are made by guarded-line.ts. */

export interface PortEvents {
  opened(): void;
  /** It could not be opened. */
  failed(error: Error): void;
  bytes(bytes: Uint8Array): void;
  /** It has ended. May come twice, or never. */
  ended(detail: string): void;
  trouble(detail: string): void;
}

/** One opening of a port; used once. */
export interface Port {
  open(events: PortEvents): void;
  /** @param done may be called late, twice, or never */
  write(bytes: Uint8Array, done: (error?: Error | null) => void): void;
  /** @param done the same */
  close(done: () => void): void;
}

export type NewPort = () => Port;
