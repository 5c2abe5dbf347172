/**
 * Has an exchange mode anything that a fault could act on? A relay's lie needs relays, a late message messages. Where there
 * is none the record says so; where there is one, a fault that never acts has failed its purpose.
 */
import type { Behaviour, FaultConfig, TwoFacedConfig } from '../config.js';
import { CATALOGUE } from './catalogue.js';

/** What is said in a run. */
export interface Speech {
  /** Do computers tell each other about their readings? */
  readonly asksOthers: boolean;
  /** Do they tell each other sumwords? */
  readonly exchangesPrivateWords: boolean;
  /** Does each command an agreement on its own reading? */
  readonly agreesOnEachReading?: boolean;
}

/** @param talksOnABus does the target, or what is on it, say anything on a flight bus? */
export function hasCarrier(config: FaultConfig, speech: Speech, talksOnABus: boolean): boolean {
  if (config.behaviour === 'two-faced') return mayLie(config, speech);
  return carries(config.behaviour, speech, talksOnABus);
}

/** The same for all but lies, which it takes for those of every kind. */
export function carries(behaviour: Behaviour, speech: Speech, talksOnABus: boolean): boolean {
  const exchanges = speech.asksOthers || speech.exchangesPrivateWords;
  switch (CATALOGUE[behaviour].carrier) {
    case 'always':
      return true;
    case 'speech':
      return exchanges || talksOnABus;
    case 'exchange':
    case 'lies':
      return exchanges;
  }
}

/**
 * Without an exchange of readings or status there is nothing to relay. Of its own a computer says sumwords, and its readings
 * where those are what is agreed on.
 */
function mayLie({ as }: TwoFacedConfig, speech: Speech): boolean {
  const relays = as !== 'commander' && speech.asksOthers;
  const commands = as !== 'relay' && (speech.exchangesPrivateWords || speech.agreesOnEachReading === true);
  return relays || commands;
}
