/** What `doctor` found, a line for each check, or as one JSON document. */
import { latencyUs, type DoctorFacts } from '../line/doctor-facts.js';
import type { Finding, Judgement } from '../line/doctor-findings.js';
import { version } from '../run/version.js';
import { printable } from '../scenario/nearest.js';
import { painter, type Style } from './style.js';

export interface DoctorReport {
  readonly facts: DoctorFacts;
  readonly findings: readonly Finding[];
  readonly verdict: Judgement;
  readonly interrupted: boolean;
}

const STYLES: Readonly<Record<Judgement, Style>> = { ok: 'green', warning: 'yellow', failed: 'red' };

export function doctorText(
  { facts, findings, verdict, interrupted }: DoctorReport,
  paint = painter(process.stdout),
): string {
  const { configuration } = facts;
  const { setUp, exchange, line } = configuration;
  const width = (text: (finding: Finding) => string): number =>
    Math.max(...findings.map((finding) => text(finding).length));
  const checks = width(({ check }) => check);
  const subjects = width(({ subject }) => subject);
  const lines = findings.flatMap(({ check, subject, verdict: judged, found, remedy }) => {
    const columns = `${check.padEnd(checks)}  ${printable(subject).padEnd(subjects)}  ${printable(found)}`;
    const indent = ' '.repeat(JUDGEMENT_WIDTH + 2 + checks + 2 + subjects + 2);
    const told = `${paint(STYLES[judged], judged.padEnd(JUDGEMENT_WIDTH))}  ${columns}`;
    return remedy === null ? [told] : [told, `${indent}-> ${printable(remedy)}`];
  });
  const head = `${configuration.name}: ${configuration.title} (${setUp}, ${exchange}, ${line.kind} at ${line.baud} baud)`;
  const count = (judged: Judgement): number =>
    findings.filter((finding) => finding.verdict === judged).length;
  const sum = `${verdict}: ${count('ok')} ok, ${count('warning')} with a warning, ${count('failed')} failed`;
  const next = verdict === 'failed' ? [] : [nextText(facts)];
  const ended = interrupted ? ['Interrupted: not everything was tried.'] : next;
  return `${[printable(head), '', ...lines, '', sum, ...ended].join('\n')}\n`;
}

/** Over real ports a host may also be started by itself, and has to be where others run on another machine. */
function nextText({ configuration: { setUp, line }, file }: DoctorFacts): string {
  const attach = `Next: npx quadruplex attach ${printable(file)}`;
  const isOneOfMany = setUp === 'one-host-per-computer' && line.kind === 'serial';
  return isOneOfMany ? `${attach}     # one alone: --computer NAME` : attach;
}

const JUDGEMENT_WIDTH = 'warning'.length;

export function doctorJson({ facts, findings, verdict, interrupted }: DoctorReport): string {
  const { configuration, cycle, lines, roundTrips, scheduling, periodUs } = facts;
  const { name, scenario, setUp, exchange, line, slots } = configuration;
  const { bytes, onLineUs, guardsUs, waitsUs, neededUs, spareUs } = cycle.table;
  const document = {
    format: 1,
    tool: { name: 'quadruplex', version },
    configuration: { name, file: facts.file, scenario, setUp, exchange, line, slots },
    verdict,
    findings,
    cycle: {
      periodUs,
      slots: cycle.plan.length,
      ...{ bytes, onLineUs, guardsUs, waitsUs, neededUs, spareUs },
      leastBaud: cycle.leastBaud ?? null,
    },
    lines,
    roundTrips: roundTrips.map((trip) => ({
      ...trip,
      latencyUs: trip.roundTripUs === null ? null : latencyUs(trip.roundTripUs.max, trip, slots.turnAroundUs),
    })),
    scheduler: scheduling,
    ...(interrupted ? { interrupted: true } : {}),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
