/** A live run of the set-up four ears: all computers in this host, each with an adapter of its own. */
import { Attachment } from '../live/attach.js';
import { setUpLines } from '../live/set-up.js';
import type { LiveResult } from '../record/live-result.js';
import type { RunFolder } from '../run/run-folder.js';
import { LiveScreen } from './attach-screen.js';
import { liveResult, recordOf, viewOf, type AttachPlan } from './attach-task.js';
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
  const names = [...lines.ends.values()].map(({ name }) => name);
  const screen = new LiveScreen(process.stderr, attachment.streams, viewOf(plan, names));
  try {
    const end = await untilStopped(attachment);
    const result = liveResult(plan, end);
    const record = folder && recordOf(loaded, result, end);
    folder?.complete(result, loaded.scenario.recording?.bytes, record);
    return result;
  } finally {
    screen.close();
  }
}
