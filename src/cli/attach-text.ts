/** A live run, told to people: the story as replay tells it, then the lines and the deadlines. */
import type { Distribution, HostReport, LiveResult } from '../record/live-result.js';
import { story } from '../report/story.js';
import { printable } from '../scenario/nearest.js';
import { painter } from './style.js';

/** Of a pipe or a file, where no terminal says how wide it is. */
const PIPE_WIDTH = 100;

export function printLive(result: LiveResult, out: string | undefined): void {
  const width = process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : PIPE_WIDTH;
  const shown = story(result, { paint: painter(process.stdout), width });
  process.stdout.write(`${shown}\n${liveText(result)}${nextText(out)}`);
}

export function liveText({ live, lines, hosts = [] }: LiveResult): string {
  const { budget, scheduler } = live;
  const kept = budget.met ? 'kept' : 'MISSED';
  return [
    `Live over ${live.line} (${live.setUp}, faults on the ${live.faults}), ${live.periodUs / 1000} ms a cycle`,
    ...lines.map((line) => `  line ${line.name.padEnd(10)} ${lineText(line)}`),
    ...hosts.map(hostText),
    ...(live.problem === undefined ? [] : [`  silent: ${live.problem}`]),
    ...(hosts.length > 0 ? [`  of ${live.host ?? ''}, whose story this is:`] : []),
    `  ${live.cycles} cycles in ${live.deadlines} deadlines: ${live.misses} missed (longest run ${live.longestMissRun}), ${live.late} late, ${live.overruns} overrun`,
    `  wake-up behind the deadline  ${distributionText(live.wakeUs)}`,
    `  a cycle took                 ${distributionText(live.cycleUs)}`,
    `  budget of ${budget.missedPerMillion} missed or late in a million ${kept}: ${budget.spentPerMillion}`,
    `  scheduler ${scheduler.class ?? 'unknown'}${scheduler.realTime > 0 ? ` priority ${scheduler.realTime}` : ''}, load ${live.load}, node ${live.node}, kernel ${live.kernel}`,
    '',
  ].join('\n');
}

/** Each host lives by itself; whether all lived through the same is not a matter of course. */
function hostText({ name, live, patterns, isSameStory }: HostReport): string {
  const { cycles, awayCycles = 0, wakeUs, budget } = live;
  const parts = [
    `${cycles} cycles`,
    ...(awayCycles > 0 ? [`${awayCycles} without it`] : []),
    `wake-up p99 ${wakeUs.p99} us`,
    ...(budget.met ? [] : ['deadlines MISSED']),
    isSameStory ? 'saw the same' : `saw ${patterns.join(', ')}, or other votes`,
    ...(live.problem === undefined ? [] : [live.problem]),
  ];
  return `  host ${name.padEnd(10)} ${parts.join(', ')}`;
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

function nextText(out: string | undefined): string {
  if (out === undefined)
    return 'Next:\n  add --out run     # result, traces, and a scenario that replays this run\n';
  const folder = printable(out);
  return `Written to ${folder}: result.json, the traces, and the run as scenario.json.\nNext:\n  npx quadruplex replay ${folder}     # the same run again\n`;
}
