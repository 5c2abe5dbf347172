/**
 * What a pseudo-terminal line costs: the time of a ping and its pong, and of an exchange in which each of four says what
 * it read. All ends are in this process, and socat is between them; there is no baud rate, so it is the least that the
 * kernel and the event loop ask for, not what a cable would take.
 */
import { at } from '../core/at.js';
import { makeImage, MIL_STD_1553B_WORD } from '../core/bus/word.js';
import type { Line } from '../line/line.js';
import { FrameDecoder } from '../line/protocol/frame-decoder.js';
import { encodeBurst } from '../line/protocol/framing.js';
import { decodePacket, encodePacket } from '../line/protocol/packet-codec.js';
import { EVERYBODY, OPEN_SLOT, type Packet } from '../line/protocol/packet.js';
import type { PseudoTerminals } from '../line/socat.js';

export type PtyKind = 'round-trip' | 'exchange';

/** A frame that was lost ends no measurement; nothing healthy takes so long. */
const LOST_MS = 1000;
const COMPUTERS = 4;
const WORDS = 8;

/** Lines that are open, and all that hangs on them. */
export interface PtyBench {
  /** One round trip, or one exchange. @returns false if something was lost on the way */
  once(): Promise<boolean>;
  stop(): Promise<void>;
}

/** @throws LineSetUpError without socat */
export async function openPtyBench(kind: PtyKind): Promise<PtyBench> {
  const { startPtyBus, startPtyPair } = await import('../line/socat.js');
  const { serialLine } = await import('../line/serial.js');
  const ptys = await (kind === 'round-trip' ? startPtyPair() : startPtyBus(COMPUTERS));
  const lines = ptys.paths.map((path) => serialLine(path, { baud: 115_200 }));
  await Promise.all(lines.map((line) => line.open()));
  const stations = lines.map((line, number) => new Station(line, number));
  return {
    once: kind === 'round-trip' ? () => pingPong(stations) : () => exchange(stations),
    stop: () => stop(stations, ptys),
  };
}

async function stop(stations: readonly Station[], ptys: PseudoTerminals): Promise<void> {
  for (const station of stations) await station.close();
  await ptys.stop();
}

/** One end of a line, and who waits for what comes out of it. */
class Station {
  readonly line: Line;
  readonly number: number;
  onPacket: (packet: Packet) => void = () => undefined;
  #sequence = 0;
  readonly #listening;

  constructor(line: Line, number: number) {
    const decoder = new FrameDecoder();
    this.line = line;
    this.number = number;
    this.#listening = line.events.subscribe((event) => {
      if (event.kind !== 'bytes') return;
      for (const found of decoder.push(event.bytes)) {
        const packet = found.kind === 'packet' ? decodePacket(found.packet) : undefined;
        if (packet !== undefined && packet.type !== 'rejected') this.onPacket(packet);
      }
    });
  }

  /** Common fields of what it says next. */
  header(): { sender: number; sequence: number; slot: number; cycle: number } {
    return { sender: this.number, sequence: this.#sequence++ & 255, slot: OPEN_SLOT, cycle: 0 };
  }

  say(packet: Packet): void {
    void this.line.write(encodeBurst([encodePacket(packet)]));
  }

  async close(): Promise<void> {
    this.#listening.unsubscribe();
    await this.line.close();
  }
}

function pingPong(stations: readonly Station[]): Promise<boolean> {
  const here = at(stations, 0);
  const there = at(stations, 1);
  const filling = new Uint8Array(0);
  return within((done) => {
    there.onPacket = (packet) => {
      if (packet.type === 'ping') there.say({ ...packet, ...there.header(), type: 'pong' });
    };
    here.onPacket = ({ type }) => {
      if (type === 'pong') done();
    };
    here.say({ ...here.header(), type: 'ping', receiver: there.number, token: 1, filling });
  });
}

/** Each in its turn: the next speaks when it has heard the one before, until the last has been heard by all. */
function exchange(stations: readonly Station[]): Promise<boolean> {
  return within((done) => {
    let missing = stations.length;
    for (const station of stations) {
      station.onPacket = ({ type, sender }) => {
        if (type !== 'message') return;
        if (sender === station.number - 1) station.say(reading(station));
        if (sender === stations.length - 1 && --missing === 0) done();
      };
    }
    const first = at(stations, 0);
    first.say(reading(first));
  });
}

/** "This is what I read": a header word and eight data words. */
function reading(station: Station): Packet {
  const header = makeImage(MIL_STD_1553B_WORD, 'command', (1 << 5) | WORDS);
  const data = Array.from({ length: WORDS }, (_, i) => makeImage(MIL_STD_1553B_WORD, 'data', i));
  const messages = [{ offsetNs: 0, words: [header, ...data] }];
  return { ...station.header(), type: 'message', receiver: EVERYBODY, round: 1, messages };
}

function within(work: (done: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => {
      resolve(false);
    }, LOST_MS);
    work(() => {
      clearTimeout(deadline);
      resolve(true);
    });
  });
}
