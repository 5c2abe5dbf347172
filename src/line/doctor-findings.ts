/**
 * What the facts mean: each check ok, a warning, or failed with a remedy. Pure, so that machines which nobody has at
 * hand can be judged in a table of tests.
 */
import type { DoctorFacts } from './doctor-facts.js';
import { hearingFinding, openFinding, roundTripFinding, trafficFinding } from './doctor-line-findings.js';
import { portFindings } from './doctor-port-findings.js';

export type Judgement = 'ok' | 'warning' | 'failed';

export interface Finding {
  readonly check:
    | 'cycle'
    | 'set-up'
    | 'port'
    | 'access'
    | 'lock'
    | 'latency timer'
    | 'open'
    | 'quiet'
    | 'echo'
    | 'round trip'
    | 'scheduler';
  /** The station, the two of a round trip, or empty. */
  readonly subject: string;
  readonly verdict: Judgement;
  readonly found: string;
  /** What to do; with `ok`, what could be better still. */
  readonly remedy: string | null;
}

/** In the order in which they are to be mended. */
export function findingsOf(facts: DoctorFacts): Finding[] {
  return [
    cycleFinding(facts),
    ...setUpFindings(facts),
    ...facts.lines.flatMap((line) => [
      ...portFindings(line, facts),
      ...openFinding(line),
      ...trafficFinding(line, facts),
      ...hearingFinding(line, facts),
    ]),
    ...facts.roundTrips.map((trip) => roundTripFinding(trip, facts)),
    schedulerFinding(facts),
  ];
}

/** The worst of them. */
export function verdictOf(findings: readonly Finding[]): Judgement {
  const has = (judgement: Judgement): boolean => findings.some(({ verdict }) => verdict === judgement);
  return has('failed') ? 'failed' : has('warning') ? 'warning' : 'ok';
}

/** A line could not be opened, or was lost. */
export function lacksLine({ setUpProblem, lines }: DoctorFacts): boolean {
  return setUpProblem !== null || lines.some(({ opened, lost }) => !opened.ok || lost !== null);
}

function cycleFinding({ cycle, configuration, periodUs }: DoctorFacts): Finding {
  const check = { check: 'cycle', subject: '' } as const;
  const { problem, plan, table, leastBaud } = cycle;
  if (problem !== undefined)
    return { ...check, verdict: 'failed', found: problem.message, remedy: problem.remedy };
  const { bytes, onLineUs, guardsUs, waitsUs, neededUs, spareUs } = table;
  const found =
    `${periodUs} us at ${configuration.line.baud} baud: ${plan.length} slots, ${bytes} bytes take ${onLineUs} us, ` +
    `guards ${guardsUs}, waits ${waitsUs}: ${neededUs} needed, ${spareUs} spare; least usual rate ${leastBaud ?? 'none'}`;
  return { ...check, verdict: 'ok', found, remedy: null };
}

function setUpFindings({ setUpProblem: problem }: DoctorFacts): Finding[] {
  if (problem === null) return [];
  // What the set-up says stands in two parts, as every refusal does.
  const [found = problem, remedy = 'mend that, or take a configuration with "line": {"kind": "mock"}'] =
    problem.split('; ');
  return [{ check: 'set-up', subject: '', verdict: 'failed', found, remedy }];
}

/** Attach runs its executive at this. */
const PRIORITY = 50;

function schedulerFinding({ scheduling, file, configuration }: DoctorFacts): Finding {
  const { class: name, realTime, nice, limit } = scheduling;
  const check = { check: 'scheduler', subject: '' } as const;
  if (name === null)
    return { ...check, verdict: 'warning', found: 'the system does not tell its class', remedy: null };
  if (realTime > 0) return { ...check, verdict: 'ok', found: `${name}, priority ${realTime}`, remedy: null };
  const command = `chrt --fifo ${PRIORITY} npx quadruplex attach ${file}`;
  const remedy =
    limit === null || limit >= PRIORITY
      ? `for a real-time class: ${command}`
      : `for a real-time class: sudo ${command}, or allow yourself rtprio ${PRIORITY} in /etc/security/limits.conf (it is ${limit}) and log in again`;
  // In this process alone nobody waits for us; on a wire a late cycle is silence.
  const verdict = configuration.line.kind === 'serial' ? 'warning' : 'ok';
  return { ...check, verdict, found: `${name}, nice ${nice}: no real-time class`, remedy };
}
