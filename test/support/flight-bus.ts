/** A small flight bus for tests: two computers, two terminals that can be made to misbehave, somebody who takes notes. */
import { BusController } from '../../src/core/bus/bus-controller.js';
import { BusMonitor } from '../../src/core/bus/bus-monitor.js';
import { Element } from '../../src/core/bus/element.js';
import { Medium } from '../../src/core/bus/medium.js';
import type { MessageFormat } from '../../src/core/bus/message.js';
import { MIL_STD_1553B } from '../../src/core/bus/mil-std-1553b.js';
import { RemoteTerminal } from '../../src/core/bus/remote-terminal.js';
import type { Transmission } from '../../src/core/bus/transmission.js';
import { Transmitter } from '../../src/core/bus/transmitter.js';
import type { SlotConfig, TerminalConfig } from '../../src/core/config.js';
import { HEALTHY, line, Notes, receiver } from './bus.js';

export const EARS = { thresholdMv: 500, zeroCrossingNs: 200, noiseMv: 3 };

/** A terminal that bends its answer before it goes out. */
export class Bending extends RemoteTerminal {
  bend: (answer: Transmission) => void = () => undefined;

  override answer(...to: Parameters<RemoteTerminal['answer']>): number {
    const words = super.answer(...to);
    if (words >= 0) this.bend(to[3]);
    return words;
  }
}

export interface Setting {
  readonly format?: MessageFormat;
  readonly terminal?: Partial<TerminalConfig>;
  readonly slots?: readonly Partial<SlotConfig>[];
  readonly tapsM?: Record<string, number>;
  /** Of computer B, where it differs. */
  readonly thresholdMv?: number;
}

const ADDRESSES: Readonly<Record<string, number>> = { T: 10, U: 11 };
const SLOT: SlotConfig = {
  element: 'E',
  terminal: 'T',
  subaddress: 1,
  words: 4,
  offsetUs: 0,
  everyCycles: 1,
};

/**
 * Computers A, which commands, and B; terminals T (address 10) and U (11), whose data word i is 256 × address + i. A slot
 * asks T for four words unless it says otherwise; at address 12 there is nobody.
 */
export function bus({
  format = MIL_STD_1553B,
  terminal = {},
  slots = [{}],
  tapsM = {},
  thresholdMv,
}: Setting = {}) {
  const medium = new Medium('bus', line({ tapsM }), 1);
  const ears = [receiver(EARS), receiver({ ...EARS, thresholdMv: thresholdMv ?? EARS.thresholdMv })] as const;
  medium.attach('A', ears[0]);
  medium.attach('B', ears[1]);

  const attach = (id: string, address: number, config: Partial<TerminalConfig>): Bending => {
    const common = { bus: 'bus', responseUs: 6, transmitter: HEALTHY, receiver: EARS, words: [] };
    const attached = new Bending({ ...common, id, address, ...config });
    attached.station = medium.attach(id, receiver(config.receiver));
    attached.source = (data, words) => {
      for (let i = 0; i < words; i++) data[i] = address * 256 + i;
    };
    return attached;
  };
  const terminals = [attach('T', 10, terminal), attach('U', 11, {})] as const;

  const poll = (slot: Partial<SlotConfig>, index: number): Element => {
    const config = { ...SLOT, element: `E${index}`, ...slot };
    const wire = {
      bus: 'bus',
      address: ADDRESSES[config.terminal] ?? 12,
      format,
      readings: medium.newReadings(),
    };
    const element = new Element(config, index, wire);
    element.polled = true;
    return element;
  };
  const element = poll(slots[0] ?? {}, 0);
  const elements = [element, ...slots.slice(1).map((slot, i) => poll(slot, i + 1))];

  const notes = new Notes();
  const monitor = new BusMonitor();
  medium.taps.push(notes, monitor);
  const commander = { station: 0, transmitter: new Transmitter(HEALTHY) };
  const controller = new BusController({
    name: 'bus',
    media: [medium],
    format,
    agenda: elements,
    terminals,
    computers: 2,
    commander,
  });
  return { medium, ears, terminal: terminals[0], elements, element, notes: notes.all, monitor, controller };
}
