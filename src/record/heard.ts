/** Who heard what of an element, as far as whoever runs this knows it. */
import { at, int32At, objectAt } from '../core/at.js';
import type { Element } from '../core/bus/element.js';
import type { Vehicle } from '../core/vehicle.js';
import type { Heard } from './result.js';

/** Of computers with hosts of their own that is what they say of it: what this host's emulation makes of their ears is a guess. */
export function heardBy(computer: number, element: Element, vehicle: Vehicle): Heard {
  const { computers, others, links } = vehicle;
  if (!element.polled || !at(computers, computer).isOn) return 'not-read';
  const { kind } = objectAt(element.readings, computer);
  if (others === undefined || computer === others.witness) return kind;
  const testified = links.testimony.of(element.index, computer);
  if (testified === undefined) return 'silent';
  if (testified === 'as-expected') return kind;
  if (testified === 'error') return kind === 'ok' ? 'error' : kind;
  return isUsed(testified, element, vehicle) ? 'ok' : 'other';
}

/** Is that what the others agreed on? Where they agreed on nothing, nobody can be said to say another thing. */
function isUsed(data: Int32Array, { index }: Element, { computers, exchange, others }: Vehicle): boolean {
  if (at(exchange.outcomes, index) !== 'value') return true;
  const inUse = objectAt(objectAt(computers, others?.witness ?? 0).inputs, index);
  return data.every((word, w) => word === int32At(inUse, w));
}
