/**
 * Which exchange modes a replay runs, and which it refuses: those below their bound, unless it is told to run them all
 * the same; those of so many messages that nobody would wait for them; those that never fit into a frame.
 */
import type { ScenarioConfig } from '../core/config.js';
import { costOf } from '../core/exchange/cost.js';
import { boundIsMet, findMode, MODES, type ModeEntry } from '../core/exchange/modes.js';
import { primariesIn } from '../core/membership.js';
import { nsToUs, usToNs } from '../core/time.js';
import { suggestion } from '../scenario/nearest.js';

/** A mode that this scenario cannot be run in; `message` names the bound and what to do. */
export class ModeRefused extends Error {
  override readonly name = 'ModeRefused';
}

/** A cycle of this many takes about a tenth of a second. */
export const MOST_MESSAGES = 100_000;

/**
 * @param exchange mode names; `all`: every mode that the scenario bears; absent: those in its `expect`, or of the record of a
 *   live run the mode that was live, where it is known
 * @param force run modes below their bound; undefined where nobody can ask for that
 * @throws ModeRefused
 */
export function chooseModes(
  scenario: ScenarioConfig,
  exchange: readonly string[] | 'all' | undefined,
  force: boolean | undefined,
): ModeEntry[] {
  if (exchange === 'all') return borneBy(scenario);
  const expected = MODES.filter((mode) => mode.name in scenario.expect);
  const live = scenario.receptions?.others?.exchange;
  const modes =
    (exchange ?? (live === undefined ? undefined : [live]))?.map(modeOf) ??
    (expected.length > 0 ? expected : borneBy(scenario));
  if (modes.length === 0) throw new ModeRefused('no exchange mode is named: name one');
  for (const mode of modes) {
    refuseBelowBound(scenario, mode, force);
    refuseOutOfReach(scenario, mode);
  }
  return [...new Set(modes)];
}

/** Every mode whose bound is met and that is within reach. */
function borneBy(scenario: ScenarioConfig): ModeEntry[] {
  return MODES.filter((mode) => boundIsMet(primariesIn(scenario), mode.m) && isWithinReach(scenario, mode));
}

function modeOf(name: string): ModeEntry {
  const mode = findMode(name);
  if (mode !== undefined) return mode;
  const names = MODES.map((known) => known.name);
  throw new ModeRefused(`there is no exchange mode "${name}" — ${suggestion(name, names)}`);
}

/** With m + 1 computers or fewer the messages cannot even be laid out: a path has m + 1 members, and a receiver. */
function refuseBelowBound(
  scenario: ScenarioConfig,
  { name: mode, m }: ModeEntry,
  force: boolean | undefined,
): void {
  const has = primariesIn(scenario);
  const isAllowed = scenario.belowBound || force === true;
  if (boundIsMet(has, m) || (isAllowed && has > m + 1)) return;
  const byForce = force === undefined ? '' : ', or run it all the same with --force';
  const remedy =
    has > m + 1
      ? `add computers, or set "belowBound": true in the scenario${byForce}`
      : `with ${m + 1} or fewer it cannot run even below its bound; add computers or leave ${mode} out`;
  throw new ModeRefused(`${mode} needs N > ${3 * m} computers, and ${scenario.name} has ${has}: ${remedy}`);
}

function refuseOutOfReach(scenario: ScenarioConfig, mode: ModeEntry): void {
  if (isWithinReach(scenario, mode)) return;
  const { messages, exchangeNs } = costOf(scenario, mode);
  const { periodUs } = scenario.cycle;
  const fitting = borneBy(scenario).map(({ name }) => name);
  const others = `what fits: ${fitting.join(', ')}`;
  if (messages > MOST_MESSAGES)
    throw new ModeRefused(
      `${mode.name} among ${primariesIn(scenario)} computers takes ${messages} messages in a cycle, more than ${MOST_MESSAGES}: schedule fewer elements, or take fewer computers or a smaller m; ${others}`,
    );
  throw new ModeRefused(
    `${mode.name} never fits into a cycle: its exchange takes ${Math.ceil(nsToUs(exchangeNs))} of ${periodUs} us with nothing wrong; set cycle.periodUs higher, or read fewer or shorter elements; ${others}`,
  );
}

function isWithinReach(scenario: ScenarioConfig, mode: ModeEntry): boolean {
  const { messages, exchangeNs } = costOf(scenario, mode);
  return messages <= MOST_MESSAGES && exchangeNs <= usToNs(scenario.cycle.periodUs);
}
