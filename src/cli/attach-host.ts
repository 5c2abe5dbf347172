/** A live run of one host among many: one computer, or one terminal, in a process of its own. */
import { HostAttachment, type HostOutcome } from '../live/hosts/host-attachment.js';
import { LineEnd } from '../live/line-end.js';
import { stationsHere, type Lines } from '../live/set-up.js';
import type { LiveResult } from '../record/live-result.js';
import type { RunFolder } from '../run/run-folder.js';
import { liveResult, recordOf, type AttachPlan } from './attach-task.js';
import { UsageError } from './failure.js';

/** @throws UsageError where that station does not run here */
export function hostAttachment(
  { loaded, scenario, mode, periodUs, common }: AttachPlan,
  name: string,
  lines: Lines,
  folder: RunFolder | undefined,
): HostAttachment {
  const { configuration, file } = loaded;
  const here = stationsHere(configuration, scenario);
  const station = [...here].find(([, id]) => id === name)?.[0];
  if (station === undefined) {
    const names = [...here.values()].join(', ');
    throw new UsageError(`${file}: no station ${name} runs here: take one of ${names}`);
  }
  const end = new LineEnd(name, () => lines.find(name), configuration.liveness.retryMs);
  const trace = folder?.openTrace(mode.name);
  return new HostAttachment({
    configuration,
    scenario,
    mode: mode.name,
    periodUs,
    common,
    station,
    end,
    trace,
    onProblem: (problem) => {
      process.stderr.write(`${name}: ${problem ?? 'the others run the same after all'}\n`);
    },
  });
}

/** What a host has to tell of its run; with a folder, also there. */
export function hostResult(
  plan: AttachPlan,
  name: string,
  outcome: HostOutcome,
  folder: RunFolder | undefined,
): LiveResult {
  const { awayCycles, problem } = outcome;
  const own = { host: name, awayCycles, ...(problem === undefined ? {} : { problem }) };
  const result = liveResult(plan, outcome, own);
  const { loaded } = plan;
  folder?.complete(result, loaded.scenario.recording?.bytes, recordOf(loaded, result, outcome));
  return result;
}
