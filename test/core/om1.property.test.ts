import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Majority } from '../../src/core/agreement/om.js';
import { DEFAULT } from '../../src/core/agreement/value.js';
import { at } from '../../src/core/at.js';
import type { ScenarioConfig } from '../../src/core/config.js';
import type { ModeEntry } from '../../src/core/exchange/modes.js';
import { OralExchange } from '../../src/core/exchange/oral-exchange.js';
import { ears, fly, modeOf, ohmFor, smallVehicle, violatedChecks } from '../support/flights.js';
import { holds } from '../support/property.js';
import { vehicleWithOneFault } from '../support/random-vehicle.js';

describe('om1 under any single fault', () => {
  it.each([4, 5, 6, 7])('%i computers agree, use what a healthy terminal sent, and stay together', (n) => {
    holds(
      fc.property(vehicleWithOneFault(n), (scenario) => {
        const { vehicle, log } = fly(scenario, 'om1');
        expect(violatedChecks(vehicle)).toEqual([]);
        const healthy = vehicle.healthy.map(({ name }) => name);
        const accused = log.votes.map(({ target }) => target);
        expect(healthy.filter((name) => accused.includes(name))).toEqual([]);
      }),
      120,
    );
  });
});

// A check that cannot fail checks nothing: here the exchange is damaged, and the same checks see it.

/** The mode with something else in its place. */
const damaged = (create: ModeEntry['create']): ModeEntry => ({ ...modeOf('om1'), create });

const om0 = damaged((world, us) => new OralExchange(world, 0, us));
const voting = (majority: Majority): ModeEntry =>
  damaged((world, us) => new OralExchange(world, 1, us, { majority }));
const firstVote = voting((votes, offset) => at(votes, offset));
const lastVote = voting((votes, offset, count) => at(votes, offset + count - 1));
/** Takes what more votes name than any other value, the first of equals: no tie is ever DEFAULT. */
const plurality = voting((votes, offset, count) => {
  const all = [...votes.subarray(offset, offset + count)];
  const support = (value: number): number => all.filter((vote) => vote === value).length;
  return all.reduce((best, vote) => (support(vote) > support(best) ? vote : best), all[0] ?? DEFAULT);
});

/** One relay to one receiver is lost on the wire, whoever is healthy. */
const dropping = (sender: number, receiver: number): ModeEntry =>
  damaged((world, us) => {
    at(world.links.mouths, sender).push({
      tell: (utterance, to) => {
        if (to === receiver) utterance.commander = 30;
      },
    });
    return new OralExchange(world, 1, us);
  });

const SHORT = { cycle: { periodUs: 40_000, cycles: 20 }, exchange: { links: 'pointToPoint' } };

/** IMU is heard by those of A … D whose ears need 400, 450, 500 and 550 mV or less. */
const fadedTo = (levelMv: number): ScenarioConfig =>
  smallVehicle({
    ...SHORT,
    computers: ears(400, 450, 500, 550),
    faults: [
      { id: 'f', behaviour: 'series-resistance', target: 'IMU', from: { cycle: 5 }, ohm: ohmFor(levelMv) },
    ],
  });
const liar = (as: string): ScenarioConfig =>
  smallVehicle({
    ...SHORT,
    faults: [{ id: 'f', behaviour: 'two-faced', target: 'D', from: { cycle: 5 }, as }],
  });

describe('a damaged exchange is found out', () => {
  it.each([
    ['no relays at all, OM(0)', om0, fadedTo(525), ['agreement']],
    ['a majority that takes the first vote, its own', firstVote, fadedTo(525), ['agreement']],
    ['a majority that takes the last vote', lastVote, fadedTo(525), ['agreement']],
    ['a majority that believes the liar', lastVote, liar('relay'), ['agreement', 'validity']],
    ['a plurality, which settles two against two each for itself', plurality, fadedTo(475), ['agreement']],
    ['a relay that gets lost, with one computer deaf besides', dropping(0, 1), fadedTo(525), ['agreement']],
  ])('%s', (_what, mode, scenario, violated) => {
    expect(violatedChecks(fly(scenario, mode).vehicle)).toEqual(expect.arrayContaining(violated));
    expect(violatedChecks(fly(scenario, 'om1').vehicle), 'the same with the exchange in order').toEqual([]);
  });

  it('but a lost relay alone is borne', () => {
    expect(violatedChecks(fly(fadedTo(1000), dropping(0, 1)).vehicle)).toEqual([]);
  });

  it.each([
    ['OM(0)', om0],
    ['the first vote', firstVote],
    ['the last vote', lastVote],
    ['the status exchange', modeOf('status')],
    ['none', modeOf('none')],
  ])('by random single faults: %s', (_what, mode) => {
    const scenarios = fc.sample(vehicleWithOneFault(4), { numRuns: 60, seed: 1 });
    const broken = scenarios.filter((scenario) => violatedChecks(fly(scenario, mode).vehicle).length > 0);
    expect(broken.length).toBeGreaterThan(8);
  });

  it('and so is a vehicle below the bound: of three computers the liar sets the healthy two against each other', () => {
    const three = smallVehicle({
      ...SHORT,
      computers: ears(400, 450, 500),
      rules: { sumwordEveryCycles: 1 },
      faults: [{ id: 'f', behaviour: 'two-faced', target: 'C', from: { cycle: 5 }, as: 'both' }],
    });
    // Readings are agreed on with the terminal among the four; private words are not.
    expect(violatedChecks(fly(three, 'om1').vehicle)).toEqual(['healthyVotedOut']);
  });
});
