/** A live run of the set-up four ears: all computers in this host, each with an adapter of its own. */
import { Attachment, type AttachEnd } from '../live/attach.js';
import { liveReport } from '../live/live-report.js';
import { setUpLines } from '../live/set-up.js';
import type { LiveResult } from '../record/live-result.js';
import type { RunFolder } from '../run/run-folder.js';
import { version } from '../run/version.js';
import { LiveScreen } from './attach-screen.js';
import { recordOf, type AttachPlan } from './attach-task.js';
import { untilStopped } from './until-stopped.js';

export async function attachFourEars(plan: AttachPlan, folder: RunFolder | undefined): Promise<LiveResult> {
  const { loaded, scenario, mode, periodUs, common } = plan;
  const { configuration } = loaded;
  const lines = await setUpLines(configuration, scenario);
  const trace = folder?.openTrace(mode.name);
  const attachment = new Attachment({
    configuration,
    scenario,
    mode: mode.name,
    periodUs,
    lines,
    trace,
    common,
  });
  const screen = new LiveScreen(process.stderr, attachment.streams, {
    scenario: scenario.name,
    exchange: mode.name,
    computers: scenario.computers.map(({ id }) => id),
    cycles: scenario.cycle.cycles,
    periodUs,
    lines: [...lines.ends.values()].map(({ name }) => name),
    lateUs: configuration.deadlines.lateUs,
  });
  try {
    const end = await untilStopped(attachment);
    const result = resultOf(plan, end);
    const record = folder && recordOf(loaded, result, end);
    folder?.complete(result, loaded.scenario.recording?.bytes, record);
    return result;
  } finally {
    screen.close();
  }
}

function resultOf(
  { loaded, scenario, periodUs }: AttachPlan,
  { run, passed, report, priority, lines }: AttachEnd,
): LiveResult {
  const { sha256 } = loaded.scenario;
  return {
    format: 1,
    tool: { name: 'quadruplex', version },
    scenario: { name: scenario.name, title: scenario.title, sha256 },
    seed: scenario.seed,
    computers: scenario.computers.map(({ id }) => id),
    claims: scenario.claims,
    runs: [run],
    live: liveReport(loaded.configuration, periodUs, report, priority),
    lines,
    ...(passed < scenario.cycle.cycles ? { interrupted: true as const } : {}),
  };
}
