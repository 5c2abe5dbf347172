/**
 * The golden trace: a run as columns that a person can read aloud, one line per change, cycle by cycle.
 * It says what the result says, so a changed golden trace shows in a diff what came out differently.
 */
import type { HearingChange, PatternChange, RunResult } from './result.js';

export interface ColumnsHead {
  readonly scenario: string;
  readonly seed: number;
  readonly computers: readonly string[];
}

interface Row {
  readonly cycle: number;
  /** Place within its cycle: what is seen before what follows from it. */
  readonly rank: number;
  /** Bus time, where it has one of its own. */
  readonly timeUs?: number;
  readonly what: string;
  readonly text: string;
}

/** Ranks of what has no time of its own; what has one stands between them. */
const RANK = { note: 0, acts: 1, hears: 2, timed: 3, accuses: 4, set: 5, state: 6, cam: 7 } as const;

const LEGEND = [
  'cycle at/s is the start of the cycle, +ms the time in it; only what changes is written down',
  'hear   what each receiver made of an element -> what came of it: own (each uses its own), value (all use',
  '       the same), error (agreed: no data), default (no majority: no data), bypassed (read no more)',
  'vote   a computer votes another, or itself, out     set    groups that accept each other',
  'state  groups that hold equal state                 cam    the lamps: a row per voter, a place per target,',
  "       W a vote, Y the computer's own lamp",
];

/** @returns the text of MODE.trace, ending in a newline */
export function columns(head: ColumnsHead, run: RunResult): string {
  const { needs, has, met } = run.bound;
  const lines = [
    `# ${head.scenario}, exchange ${run.exchange}, seed ${head.seed}, ${run.cycles} cycles of ${run.wire.frameUs / 1000} ms`,
    `# n = ${run.n}, m = ${run.m}; needs ${needs}, has ${has}${met ? '' : ': NOT MET'}`,
    '#',
    ...LEGEND.map((line) => `# ${line}`),
    '#',
    `# ${'cycle at/s'.padStart(11)} ${'cycle'.padStart(7)} ${'+ms'.padStart(8)}  what`,
    ...rows(head.computers, run).map((row) => rowText(row, run)),
    '#',
    ...summary(run).map((line) => `# ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function rows(computers: readonly string[], run: RunResult): Row[] {
  const cycleOf = (timeUs: number): number => Math.floor((timeUs - startUs(run)) / run.wire.frameUs);
  const timed = (timeUs: number | null, rank: number, text: string): Row[] =>
    timeUs === null ? [] : [{ cycle: cycleOf(timeUs), rank, timeUs, what: 'fault', text }];
  const all: Row[] = [
    ...run.notes.map((n) => {
      const cycle = Math.max(0, Math.ceil((n.timeUs - startUs(run)) / run.wire.frameUs));
      return { cycle, rank: RANK.note, what: 'note', text: `${n.text} [${n.mark}]` };
    }),
    ...run.faults.flatMap((f) => [
      ...timed(f.appliedUs, RANK.acts, `${f.id} acts on ${f.target}`),
      ...timed(f.detectedUs, RANK.timed, `${f.id} is noticed`),
      ...timed(f.isolatedUs, RANK.timed, `${f.id} is isolated`),
    ]),
    ...hearingRows(computers, run),
    ...run.failVotes.map(({ cycle, timeUs, voter, target }) => {
      const text = `${voter} against ${voter === target ? 'itself' : target}`;
      return { cycle, rank: RANK.timed, timeUs, what: 'vote', text };
    }),
    ...run.accused.map(({ id, cycle }) => ({ cycle, rank: RANK.accuses, what: 'accuse', text: id })),
    ...setRows(run),
  ];
  return all.sort((a, b) => a.cycle - b.cycle || a.rank - b.rank || (a.timeUs ?? 0) - (b.timeUs ?? 0));
}

/** Each computer's readings stand below each other, as wide as the longest that occurs. */
function hearingRows(computers: readonly string[], { hearing }: RunResult): Row[] {
  const element = widest(hearing.map((change) => change.element));
  const width = widest(hearing.flatMap(({ readings }) => Object.values(readings)));
  const text = (change: HearingChange): string => {
    const heard = computers.map((c) => `${c} ${(change.readings[c] ?? '-').padEnd(width)}`);
    return `${change.element.padEnd(element)}  ${heard.join('  ')}  -> ${change.outcome}`;
  };
  return hearing.map((change) => ({
    cycle: change.cycle,
    rank: RANK.hears,
    what: 'hear',
    text: text(change),
  }));
}

/** Of what is written down together, what differs from before. */
function setRows({ patterns }: RunResult): Row[] {
  const width = widest(patterns.map((change) => change.pattern));
  return patterns.flatMap((change, i) => {
    const before = patterns[i - 1];
    const { cycle } = change;
    const row = (what: 'set' | 'state' | 'cam', text: string): Row => ({
      cycle,
      rank: RANK[what],
      what,
      text,
    });
    const set = `${change.pattern.padEnd(width)}  ${groupsText(change.groups)}`;
    const state = `${sizesOf(change.stateGroups).padEnd(width)}  ${groupsText(change.stateGroups)}`;
    return [
      ...(differs(change, before, 'groups') ? [row('set', set)] : []),
      ...(differs(change, before, 'stateGroups') ? [row('state', state)] : []),
      ...(differs(change, before, 'cam') ? [row('cam', camText(change))] : []),
    ];
  });
}

function differs(
  change: PatternChange,
  before: PatternChange | undefined,
  key: 'groups' | 'stateGroups' | 'cam',
): boolean {
  return JSON.stringify(change[key]) !== JSON.stringify(before?.[key]);
}

/** Of any number of texts: too many would not go into one call of Math.max. */
function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

function groupsText(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => group.join(' ')).join(' | ');
}

function sizesOf(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => group.length).join('-');
}

function camText({ cam }: PatternChange): string {
  return cam
    .map((lamps, row) =>
      lamps.map((lamp, target) => (lamp === 0 ? '.' : row === target ? 'Y' : 'W')).join(''),
    )
    .join(' ');
}

/** Start of cycle 0, in which there may have been nothing to write down. */
function startUs({ patterns, wire }: RunResult): number {
  const [first] = patterns;
  return first === undefined ? 0 : first.timeUs - first.cycle * wire.frameUs;
}

function rowText({ cycle, timeUs, what, text }: Row, run: RunResult): string {
  const cycleUs = startUs(run) + cycle * run.wire.frameUs;
  const time = (cycleUs / 1e6).toFixed(6).padStart(13);
  const within = timeUs === undefined ? '' : ((timeUs - cycleUs) / 1000).toFixed(3);
  return `${time} ${String(cycle).padStart(7)} ${within.padStart(8)}  ${what.padEnd(6)} ${text}`;
}

function summary(run: RunResult): string[] {
  const checks = Object.entries(run.checks).map(([name, check]) => {
    return check.held
      ? `${name} held`
      : `${name} violated in ${check.violations} cycles from cycle ${check.firstCycle} on`;
  });
  const { inputUs, exchangeUs, frameUs } = run.wire;
  return [
    `verdict ${run.verdict}; ${run.noDataCycles} reads without data; ${run.cycleSlips} cycle slips`,
    `wire: input ${inputUs} us, exchange ${exchangeUs} us, frame ${frameUs} us`,
    ...checks,
    `${run.exchange}.trace.jsonl sha256 ${run.traceSha256}`,
  ];
}
