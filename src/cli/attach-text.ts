/** A live run, told to people: the story as replay tells it, then the lines and the deadlines. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Distribution, HostReport, LiveReport, LiveResult } from '../record/live-result.js';
import { story } from '../report/story.js';
import { paragraph } from '../report/table.js';
import { cyclesText } from '../run/expectations.js';
import { printable } from '../scenario/nearest.js';
import { painter } from './style.js';

/** Of a pipe or a file, where no terminal says how wide it is. */
const PIPE_WIDTH = 100;

export function printLive(result: LiveResult, out: string | undefined): void {
  const width = process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : PIPE_WIDTH;
  const shown = story(result, { paint: painter(process.stdout), width });
  process.stdout.write(`${shown}\n${liveText(result, width)}${nextText(out, width)}`);
}

const FAULTS: Readonly<Record<string, string>> = {
  ears: 'faults in the ears',
  wire: 'faults on the wire',
  real: 'a transmitter that is really marginal',
};

export function liveText(result: LiveResult, width = PIPE_WIDTH): string {
  const { live, lines, hosts = [] } = result;
  const faults = FAULTS[live.faults] ?? live.faults;
  return [
    paragraph(
      '',
      `Live over ${live.line} (${live.setUp}, ${faults}), ${live.periodUs / 1000} ms a cycle`,
      width,
    ),
    ...lines.map((line) => paragraph(`  line ${line.name.padEnd(10)} `, lineText(line), width)),
    ...hosts.map((host) =>
      paragraph(`  host ${host.name.padEnd(10)} `, hostText(host, live.host ?? ''), width),
    ),
    latenessText(result).flatMap((text) => paragraph('  ', text, width)),
    ...(live.problem === undefined ? [] : [paragraph('  silent: ', live.problem, width)]),
    ...(hosts.length > 0 ? [[`  of ${live.host ?? ''}, whose story this is:`]] : []),
    ...timesText(result).map(([head, text]) => paragraph(`  ${head}`, text, width)),
    [''],
  ]
    .flat()
    .join('\n');
}

/** Each with what stands before it. */
function timesText({ live, runs: [run] }: LiveResult): (readonly [head: string, text: string])[] {
  const { budget, scheduler } = live;
  if (run?.cycles === 0) return [['', `not one cycle took place: ${whyNone(live)}`]];
  const kept = budget.met ? 'kept' : 'MISSED';
  const priority = scheduler.realTime > 0 ? ` priority ${scheduler.realTime}` : '';
  const cycles = `${live.cycles} cycles in ${live.deadlines} deadlines: `;
  return [
    [
      cycles,
      `${live.misses} missed (longest run ${live.longestMissRun}), ${live.late} late, ${live.overruns} overrun`,
    ],
    ['wake-up behind the deadline  ', distributionText(live.wakeUs)],
    ['a cycle took                 ', distributionText(live.cycleUs)],
    [
      '',
      `budget of ${budget.missedPerMillion} missed or late in a million ${kept}: ${budget.spentPerMillion}`,
    ],
    [
      'scheduler ',
      `${scheduler.class ?? 'unknown'}${priority}, load ${live.load}, node ${live.node}, kernel ${live.kernel}`,
    ],
  ];
}

function whyNone({ host, problem }: LiveReport): string {
  if (problem !== undefined) return 'it was silent';
  return host === undefined ? 'it ended before the first' : 'it ended while it waited for the others';
}

/** Where a run is not as expected and frames came late, that is the likely reason, and deadlines that were kept do not show it. */
function latenessText({ live, lines, runs }: LiveResult): string[] {
  const late = lines.flatMap(({ name, elsewhere, discarded: { late: count = 0 } }) =>
    elsewhere === true || count === 0 ? [] : [`${name}: ${count}`],
  );
  if (late.length === 0 || runs.every(({ asExpected }) => asExpected !== false)) return [];
  const what = `FRAMES CAME LATE and were thrown away, as if never said (${late.join(', ')})`;
  const remedy = `set periodUs higher than ${live.periodUs}, use a machine with nothing else to do, or see --rt`;
  return [`${what}: that alone can make a run come out otherwise than expected; ${remedy}`];
}

/** Each host lives by itself; whether all lived through the same is not a matter of course. */
function hostText({ live, patterns, isSameStory, sameInputs }: HostReport, teller: string): string {
  const { cycles, awayCycles = 0, wakeUs, budget } = live;
  return [
    `${cycles} cycles`,
    ...(awayCycles > 0 ? [`${awayCycles} without it`] : []),
    `wake-up p99 ${wakeUs.p99} us`,
    ...(budget.met ? [] : ['deadlines MISSED']),
    sawText(patterns, isSameStory, sameInputs.held),
    ...(sameInputs.held
      ? []
      : [
          `USED OTHER INPUTS than ${teller} in ${cyclesText(sameInputs.violations)}, first in cycle ${sameInputs.firstCycle}`,
        ]),
    ...(live.problem === undefined ? [] : [live.problem]),
  ].join(', ');
}

function sawText(patterns: readonly string[], isSameStory: boolean, usedTheSame: boolean): string {
  if (!isSameStory) return `saw ${patterns.join(', ')}, or other votes`;
  return usedTheSame ? 'saw the same' : 'saw the same sets and votes';
}

function lineText({
  health,
  packets,
  losses,
  unwellCycles,
  discarded,
  echoes,
}: LiveResult['lines'][number]): string {
  const thrown = Object.entries(discarded).map(([reason, count]) => `${count} ${reason}`);
  const parts = [
    health,
    `${packets} packets`,
    ...(echoes > 0 ? [`${echoes} echoes`] : []),
    ...(losses > 0 ? [`lost ${losses} times`] : []),
    ...(unwellCycles > 0 ? [`unwell for ${unwellCycles} cycles`] : []),
    ...(thrown.length > 0 ? [`thrown away: ${thrown.join(', ')}`] : []),
  ];
  return parts.join(', ');
}

function distributionText({ max, min, mean, p50, p99, p999 }: Distribution): string {
  return `max ${max} us, min ${min}, mean ${mean}, p50 ${p50}, p99 ${p99}, p99.9 ${p999}`;
}

function nextText(out: string | undefined, width: number): string {
  if (out === undefined)
    return 'Next:\n  add --out run     # result, traces, and a scenario that replays this run\n';
  const folder = printable(out);
  const written = (what: string): string => paragraph('', `Written to ${folder}: ${what}.`, width).join('\n');
  // Of too little or too much to replay there is none.
  if (!existsSync(path.join(out, 'scenario.json')))
    return `${written('result.json and the traces, and no scenario that replays it')}\n`;
  const all = written('result.json, the traces, and the run as scenario.json');
  return `${all}\nNext:\n  npx quadruplex replay ${folder}     # the same run again\n`;
}
