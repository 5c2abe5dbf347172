/**
 * Who heard what in a cycle, for those who keep the record: reads without data, faults that show or are out of use, the
 * case against a source. It changes nothing that a computer goes by.
 */
import { at, byteAt } from './at.js';
import type { Element } from './bus/element.js';
import type { Medium } from './bus/medium.js';
import type { Transfer } from './bus/transfer.js';
import type { Observer } from './observer.js';
import type { TimeNs } from './time.js';
import type { Vehicle } from './vehicle.js';

export class ReadRecord {
  readonly #vehicle: Vehicle;

  constructor(vehicle: Vehicle) {
    this.#vehicle = vehicle;
  }

  /** @param wanted by element, 1 = some member still used it when it was read */
  note(wanted: Uint8Array, agreedNs: TimeNs): void {
    const v = this.#vehicle;
    v.noData = 0;
    for (const element of v.elements) {
      if (!element.polled) {
        if (element.isDue(v.cycle)) v.exchange.outcomes[element.index] = 'bypassed';
        continue;
      }
      let heardByAll = true;
      let used = false;
      for (const computer of v.computers) {
        if (!computer.isOn) continue;
        heardByAll &&= element.heardWell(computer.index);
        used ||= v.set.isMember(computer.index) && byteAt(computer.fresh, element.index) === 1;
      }
      for (const watcher of v.watchers) this.#show(watcher, element, agreedNs);
      if (!used && byteAt(wanted, element.index) === 1) v.noData++;
      const onLines = element.retriedOn | (heardByAll ? 0 : 1 << element.line);
      if (onLines !== 0) this.#noteTrouble(element, onLines);
      this.#noteAccusation(element.index, element.slot.terminal, agreedNs);
      if (!this.#isGivenUp(element.slot.terminal)) continue;
      v.faults.isolate(element.slot.terminal, agreedNs);
      if (!this.#isBusGivenUp(element.bus)) continue;
      for (const line of element.lines) v.faults.isolate(line, agreedNs, 'bus');
    }
    for (const { transfers, media } of v.buses)
      for (const transfer of transfers)
        if (transfer.polled && transfer.troubleOn !== 0) this.#noteFailure(transfer, media);
  }

  /** Somebody heard an element badly, or its commander had to ask again. @param onLines as bits */
  #noteTrouble({ slot, lines, doneNs }: Element, onLines: number): void {
    const { faults } = this.#vehicle;
    faults.notice(slot.terminal, doneNs);
    for (let line = 0; line < lines.length; line++)
      if ((onLines & (1 << line)) !== 0) faults.notice(at(lines, line), doneNs, 'bus');
  }

  /** Other traffic that its commander found in error. */
  #noteFailure({ terminals, troubleOn, doneNs }: Transfer, media: readonly Medium[]): void {
    const { faults } = this.#vehicle;
    for (const terminal of terminals) faults.notice(terminal, doneNs);
    for (let line = 0; line < media.length; line++)
      if ((troubleOn & (1 << line)) !== 0) faults.notice(at(media, line).name, doneNs, 'bus');
  }

  #show(watcher: Observer, element: Element, timeNs: TimeNs): void {
    const v = this.#vehicle;
    for (const { index, fresh, bypassed, isOn } of v.computers) {
      if (!isOn) continue;
      const { kind } = at(element.readings, index);
      watcher.reading?.({ timeNs: element.doneNs, element: element.index, computer: index, kind });
      const use =
        byteAt(bypassed, element.index) === 1
          ? 'bypassed'
          : byteAt(fresh, element.index) === 1
            ? 'fresh'
            : 'stale';
      const outcome = at(v.exchange.outcomes, element.index);
      watcher.decision?.({ timeNs, element: element.index, computer: index, outcome, use });
    }
  }

  #noteAccusation(element: number, terminal: string, timeNs: TimeNs): void {
    const v = this.#vehicle;
    if (!v.accusation.closeRead(element)) return;
    for (const observer of v.observers) observer.accusation?.(terminal, timeNs);
  }

  /** Has every healthy computer given up all that the terminal is read for? */
  #isGivenUp(terminal: string): boolean {
    const { elements, healthy } = this.#vehicle;
    for (const { slot, index } of elements) {
      if (slot.terminal !== terminal) continue;
      for (const { bypassed } of healthy) if (at(bypassed, index) === 0) return false;
    }
    return healthy.length > 0;
  }

  #isBusGivenUp(bus: string): boolean {
    for (const element of this.#vehicle.elements)
      if (element.bus === bus && !this.#isGivenUp(element.slot.terminal)) return false;
    return true;
  }
}
