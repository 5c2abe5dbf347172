/** Pieces of a bus for tests: transmissions of given words, receivers, a tap that takes notes. */
import { Line, type Arrival } from '../../src/core/bus/line.js';
import type { WireTap } from '../../src/core/bus/medium.js';
import { MIL_STD_1553B } from '../../src/core/bus/mil-std-1553b.js';
import { Reading } from '../../src/core/bus/reading.js';
import { Receiver } from '../../src/core/bus/receiver.js';
import { SHUTTLE } from '../../src/core/bus/shuttle.js';
import { setHealthy, type Waveform } from '../../src/core/bus/signal.js';
import { Transmission } from '../../src/core/bus/transmission.js';
import type { Image, WordFormat } from '../../src/core/bus/word.js';
import type { LineConfig, ReceiverConfig, TransmitterConfig } from '../../src/core/config.js';

export const FORMATS = [
  { name: 'mil-std-1553b', format: MIL_STD_1553B },
  { name: 'shuttle', format: SHUTTLE },
] as const;

export const HEALTHY: TransmitterConfig = { levelMv: 6000, riseNs: 150 };

/** A transmission of these words, with a healthy wave or what is given of another. */
export function sending(
  format: WordFormat,
  images: readonly Image[],
  wave: Partial<Waveform & TransmitterConfig> = {},
): Transmission {
  const tx = new Transmission(format);
  for (const image of images) tx.append(image);
  setHealthy(tx.wave, { ...HEALTHY, ...wave });
  Object.assign(tx.wave, wave);
  return tx;
}

export function receiver(config: Partial<ReceiverConfig> = {}): Receiver {
  return new Receiver({ thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3, ...config });
}

/** As {@link receiver}, but one that never takes the short cut. */
export function thoroughReceiver(config: Partial<ReceiverConfig> = {}): Receiver {
  const thorough = receiver(config);
  thorough.shortCut = false;
  return thorough;
}

export interface Hearing {
  readonly gain?: number;
  readonly delayNs?: number;
  readonly noiseKey?: number;
  readonly firstWord?: number;
  /** After the direct wave. */
  readonly echoes?: readonly Arrival[];
}

export function hear(ears: Receiver, tx: Transmission, how: Hearing = {}, into = new Reading()): Reading {
  const { gain = 1, delayNs = 0, noiseKey = 1, firstWord = 0, echoes = [] } = how;
  ears.hear(tx, [{ gain, delayNs }, ...echoes], noiseKey, firstWord, into);
  return into;
}

/** What a reading comes to. */
export const heardOf = ({ kind, count, words, startNs }: Reading): object => ({
  kind,
  words: [...words.subarray(0, count)],
  startNs,
});

export function line(config: Partial<LineConfig> = {}): Line {
  const { impedanceOhm = 70, tapsM = {} } = config;
  return new Line({
    velocityMPerNs: 0.2,
    lengthM: Math.max(1, ...Object.values(tapsM)),
    impedanceOhm,
    terminatorsOhm: [impedanceOhm, impedanceOhm],
    lossPpmPerM: 0,
    tapsM,
    ...config,
  });
}

export interface Note {
  readonly bus: string;
  readonly from: string;
  readonly startNs: number;
  readonly endNs: number;
  readonly words: number[];
}

/** Writes down what is sent. */
export class Notes implements WireTap {
  readonly all: Note[] = [];

  transmission(bus: string, from: string, { startNs, endNs, words, count }: Transmission): void {
    this.all.push({ bus, from, startNs, endNs, words: [...words.subarray(0, count)] });
  }
}
