import { describe, expect, it } from 'vitest';
import type { SignalName } from '../../../src/core/config.js';
import { FlightComputer, mapSensors } from '../../../src/core/flight/flight-computer.js';
import { toWord } from '../../../src/core/flight/sensor.js';
import { at } from '../../../src/core/at.js';
import { smallVehicle } from '../../support/flights.js';

// Two elements: one with two sensors of each signal, one with two of roll and one of its rate.
const SIX: readonly SignalName[] = ['roll', 'pitch', 'yaw', 'rollRate', 'pitchRate', 'yawRate'];
const FIRST: readonly SignalName[] = SIX.flatMap((signal) => [signal, signal]);
const SECOND: readonly SignalName[] = ['counter', 'roll', 'roll', 'rollRate'];

const scenario = smallVehicle({ vehicle: { manoeuvreDeg: 0, gustDegPerS2: 0 } });

function newComputer(): FlightComputer {
  return new FlightComputer(at(scenario.computers, 0), 0, {
    elements: 2,
    sensors: mapSensors([FIRST, SECOND]),
    vehicle: scenario.vehicle,
    actuators: scenario.actuators,
  });
}

const words = (...lsb: readonly number[]): Int32Array => Int32Array.from(lsb, toWord);
/** Two sensors of each signal, all still but roll. */
const rolled = (one: number, other: number): Int32Array => words(one, other, ...Array<number>(10).fill(0));

/** Roll as the computer sees it: its command is −4 for each LSB of it. */
function selectedRoll(computer: FlightComputer): number {
  computer.step(0);
  return -at(computer.law.commands, 0) / 4;
}

describe('the map of sensors', () => {
  it('knows where the words of each axis are, over all elements', () => {
    const { angles, rates } = mapSensors([FIRST, SECOND]);
    const placesOf = (map: typeof angles, axis: number): string[] => {
      const { elements, words: places } = at(map, axis);
      return Array.from(elements, (element, i) => `${element}.${places[i]}`);
    };
    expect(placesOf(angles, 0)).toEqual(['0.0', '0.1', '1.1', '1.2']);
    expect(placesOf(angles, 2)).toEqual(['0.4', '0.5']);
    expect(placesOf(rates, 0)).toEqual(['0.6', '0.7', '1.3']);
  });
});

describe('a flight computer', () => {
  it('selects the middle of all sensors of a signal, over all elements', () => {
    const computer = newComputer();
    computer.take(0, rolled(10, 20), 12);
    computer.take(1, words(0, 30, 40, 0), 4);
    expect([selectedRoll(computer), computer.flagged]).toEqual([25, 0]);
  });

  it('flags sensors that lie two against two', () => {
    const computer = newComputer();
    computer.take(0, rolled(10, 20), 12);
    computer.take(1, words(0, 330, 340, 0), 4);
    expect([selectedRoll(computer), computer.flagged]).toEqual([175, 1]);
    computer.take(1, words(0, 30, 40, 0), 4);
    computer.step(0);
    expect(computer.flagged).toBe(0);
  });

  it('leaves out what is bypassed, until it is restored', () => {
    const computer = newComputer();
    computer.take(0, rolled(10, 20), 12);
    computer.take(1, words(0, 30, 40, 0), 4);
    computer.bypass(1);
    expect(selectedRoll(computer)).toBe(15);
    computer.bypassed[1] = 0;
    expect(selectedRoll(computer)).toBe(25);
  });

  it('keeps the words it had: after an error all, after a short read the rest', () => {
    const computer = newComputer();
    computer.take(0, rolled(10, 20), 12);
    expect([...computer.fresh]).toEqual([1, 0]);
    computer.keepStale(0);
    expect([...computer.fresh]).toEqual([0, 0]);
    computer.bypass(1);
    expect(selectedRoll(computer)).toBe(15);
    computer.take(0, rolled(50, 60), 1);
    expect(selectedRoll(computer)).toBe(35);
  });

  it('without any sensor of a signal leaves the axis alone', () => {
    const computer = newComputer();
    computer.take(0, rolled(10, 20), 12);
    computer.take(1, words(0, 30, 40, 0), 4);
    computer.bypass(0);
    computer.bypass(1);
    computer.step(0);
    expect([...computer.law.commands]).toEqual([0, 0, 0]);
  });

  it('takes negative words for what they are', () => {
    const computer = newComputer();
    computer.take(0, rolled(-10, -20), 12);
    computer.take(1, words(0, -30, -40, 0), 4);
    expect(selectedRoll(computer)).toBe(-25);
  });
});

describe('its sumword', () => {
  it('is the sum of the quantised commands, modulo 2^16', () => {
    const computer = newComputer();
    computer.law.commands.set([1, 2, 3]);
    expect(computer.sumword).toBe(6);
    computer.law.commands.set([-1, -2, 0]);
    expect(computer.sumword).toBe(0x1_0000 - 3);
    computer.law.commands.set([0x7fff, 0x7fff, 3]);
    expect(computer.sumword).toBe(1);
  });
});

describe('its state', () => {
  const stepped = (roll: number): FlightComputer => {
    const computer = newComputer();
    computer.take(0, rolled(roll, roll), 12);
    computer.step(0);
    return computer;
  };

  it('is equal after equal inputs, and differs by commands or by memory', () => {
    expect(stepped(5).holdsSameStateAs(stepped(5))).toBe(true);
    expect(stepped(5).holdsSameStateAs(stepped(6))).toBe(false);
    const [one, other] = [stepped(5), stepped(5)];
    other.law.state[3] = 1;
    expect(one.holdsSameStateAs(other)).toBe(false);
  });

  it('is that of any other after a reset', () => {
    const computer = stepped(5);
    computer.bypass(1);
    computer.reset();
    const fresh = newComputer();
    expect(computer.holdsSameStateAs(fresh)).toBe(true);
    expect([computer.inputs, computer.bypassed]).toEqual([fresh.inputs, fresh.bypassed]);
  });
});
