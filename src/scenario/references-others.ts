/** What came of computers with hosts of their own: of names that exist, in cycles that follow each other. */

import type { OthersConfig, SetStateConfig } from '../core/config.js';
import { Spans } from '../core/spans.js';
import { exists } from './lookup.js';
import { quote, suggestion } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import { canonicalMode, KNOWN_MODES } from './schema-modes.js';
import { SpanOrder } from './span-order.js';

/** What there is in the scenario. */
interface Known {
  readonly computers: readonly string[];
  readonly elements: readonly string[];
  readonly actuators: number;
  readonly terminals: readonly string[];
}

const PATH: Path = ['receptions', 'others'];

export function checkOthers(others: OthersConfig, known: Known): Complaint[] {
  const stretches = new SpanOrder('the stretches');
  return [
    ...checkMode(others.exchange),
    ...(others.computer === undefined
      ? []
      : exists(others.computer, known.computers, 'computer', [...PATH, 'computer'])),
    ...(others.terminal === undefined
      ? []
      : exists(others.terminal, known.terminals, 'terminal', [...PATH, 'terminal'])),
    ...others.away.flatMap((cycles, index) => stretches.check('', cycles, [...PATH, 'away', index])),
    ...checkArrivals(others, known),
    ...checkMessages(others, known),
    ...checkDeeds(others, known),
  ];
}

function checkMode(mode: string | undefined): Complaint[] {
  if (mode === undefined || KNOWN_MODES.includes(mode)) return [];
  const canonical = canonicalMode(mode);
  const remedy = canonical === mode ? suggestion(mode, KNOWN_MODES) : `write ${quote(canonical)}`;
  return [{ path: [...PATH, 'exchange'], message: `there is no exchange mode ${quote(mode)}`, remedy }];
}

function checkArrivals({ arrivals, away }: OthersConfig, known: Known): Complaint[] {
  let told = -1;
  const stretches = new Spans(away.map((cycles) => ({ cycles, what: true })));
  return arrivals.flatMap(({ cycle, computers, state }, index) => {
    const path = [...PATH, 'arrivals', index];
    const complaints = [
      ...namesExist(computers, known.computers, 'computer', [...path, 'computers']),
      ...(state === undefined ? [] : checkState(state, known, [...path, 'state'])),
    ];
    const complain = (message: string, remedy: string) =>
      complaints.push({ path: [...path, 'cycle'], message, remedy });
    if (cycle <= told)
      complain('this cycle comes before what was told', 'give the arrivals in order, one to a cycle');
    else if (stretches.at(cycle) === true)
      complain(
        `this host was away in cycle ${cycle}`,
        'give the arrivals of the cycles in which it had a part',
      );
    told = Math.max(told, cycle);
    return complaints;
  });
}

function checkState(
  { left, withdrawn, cast, lamps, bypassed }: SetStateConfig,
  { computers, elements }: Known,
  path: Path,
): Complaint[] {
  const checkRows = (rows: SetStateConfig['cast'], place: Path): Complaint[] =>
    Object.entries(rows).flatMap(([voter, targets]) => [
      ...exists(voter, computers, 'computer', [...place, voter], true),
      ...namesExist(targets, computers, 'computer', [...place, voter]),
    ]);
  return [
    ...namesExist(left, computers, 'computer', [...path, 'left']),
    ...namesExist(withdrawn, computers, 'computer', [...path, 'withdrawn']),
    ...checkRows(cast, [...path, 'cast']),
    ...checkRows(lamps, [...path, 'lamps']),
    ...namesExist(bypassed, elements, 'element', [...path, 'bypassed']),
  ];
}

function checkMessages({ messages }: OthersConfig, { computers, elements }: Known): Complaint[] {
  const order = new SpanOrder('what a computer said in one round about one thing');
  const things = Math.max(computers.length, elements.length);
  return messages.flatMap(({ cycles, from, round, about }, index) => {
    const path = [...PATH, 'messages', index];
    const complaints = [
      ...exists(from, computers, 'computer', [...path, 'from']),
      ...order.check(`${from} ${round} ${about}`, cycles, [...path, 'cycles']),
    ];
    if (about < things) return complaints;
    const message = `there is neither an element nor a computer number ${about}`;
    const remedy = `elements are 0 to ${elements.length - 1}, computers 0 to ${computers.length - 1}`;
    return [...complaints, { path: [...path, 'about'], message, remedy }];
  });
}

function checkDeeds({ deeds }: OthersConfig, { computers, actuators }: Known): Complaint[] {
  const order = new SpanOrder('what a computer did');
  return deeds.flatMap(({ cycles, from, did }, index) => {
    const path = [...PATH, 'deeds', index];
    const complaints = [
      ...exists(from, computers, 'computer', [...path, 'from']),
      ...order.check(from, cycles, [...path, 'cycles']),
    ];
    if (did === 'nothing') return complaints;
    const votes = did.votes.flatMap(({ target }, vote) =>
      exists(target, computers, 'computer', [...path, 'did', 'votes', vote, 'target']),
    );
    if (did.commands.length <= actuators) return [...complaints, ...votes];
    const message = `${did.commands.length} commands, for ${actuators} actuators`;
    const remedy = 'give one command to an actuator';
    return [...complaints, ...votes, { path: [...path, 'did', 'commands'], message, remedy }];
  });
}

function namesExist(
  names: readonly string[],
  known: readonly string[],
  what: string,
  path: Path,
): Complaint[] {
  return names.flatMap((name, index) => exists(name, known, what, [...path, index]));
}
