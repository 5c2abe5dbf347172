/**
 * The ports of terminals that have two, on two buses. Computers read such a terminal by one of them; what they would read
 * by the other is closed to all of them, whatever else is restored or formed anew, until the crew changes the port mode.
 */
import type { Element } from './bus/element.js';
import type { PortName, TerminalConfig } from './config.js';
import type { FlightComputer } from './flight/flight-computer.js';

/** A terminal as it appears on a bus: its own port, or its second one. */
export function portOn(terminal: TerminalConfig, bus: string): TerminalConfig | undefined {
  if (terminal.bus === bus) return terminal;
  return terminal.secondary?.bus === bus ? { ...terminal, ...terminal.secondary } : undefined;
}

export class Ports {
  readonly #computers: readonly FlightComputer[];
  readonly #elements: readonly Element[];
  /** By terminal, the bus of the port that is not used now. */
  readonly #closed = new Map<string, string>();

  constructor(
    terminals: readonly TerminalConfig[],
    computers: readonly FlightComputer[],
    elements: readonly Element[],
  ) {
    this.#computers = computers;
    this.#elements = elements;
    for (const { id, secondary } of terminals)
      if (secondary !== undefined) this.#closed.set(id, secondary.bus);
    this.close();
  }

  /** From now on the terminal is read by this port. @returns the elements that are opened by it */
  select({ id, bus, secondary }: TerminalConfig, port: PortName): readonly Element[] {
    if (secondary === undefined) return [];
    this.#closed.set(id, port === 'primary' ? secondary.bus : bus);
    const opened = this.#elements.filter(
      (element) => element.slot.terminal === id && !this.#isClosed(element),
    );
    for (const { index } of opened) for (const { bypassed } of this.#computers) bypassed[index] = 0;
    this.close();
    return opened;
  }

  /** Whatever was restored besides: nobody uses or polls what is not read now. */
  close(): void {
    if (this.#closed.size === 0) return;
    for (const element of this.#elements)
      if (this.#isClosed(element)) for (const { bypassed } of this.#computers) bypassed[element.index] = 1;
  }

  #isClosed({ slot, bus }: Element): boolean {
    return this.#closed.get(slot.terminal) === bus;
  }
}
