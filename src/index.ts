/**
 * Quadruplex as a library: flight computers on a shared bus, run in your own program.
 *
 * ```ts
 * import { loadScenario, replay } from 'quadruplex';
 *
 * const result = await replay(loadScenario('sts-124'), { exchange: ['status', 'om1'] });
 * for (const run of result.runs) console.log(run.exchange, run.verdict);
 * ```
 *
 * `loadScenario` takes the name of a built-in scenario or a file, `parseScenario` a text; `replay` gives what
 * `quadruplex replay --format json` prints. Who wants to watch a run from within makes a `Vehicle` with an `Observer`
 * and lets a `ControlCycle` run it, cycle by cycle. All times are bus time; a run takes its randomness from its seed.
 */

export { loadScenario, type LoadedScenario } from './scenario/load.js';
export { parseScenario } from './scenario/parse.js';
export { ScenarioError, type Problem } from './scenario/problems.js';

export { replay, isAsExpected, ModeRefused } from './run/replay.js';
export type { Progress, ReplayInput, ReplayOptions } from './run/replay.js';
export { runScenario } from './run/run-scenario.js';
export { version } from './run/version.js';

export type * from './record/result.js';
export type { TraceSink } from './record/line-buffer.js';
export type * from './core/config.js';

export { exchangeModes, findMode, type ExchangeName, type ModeEntry } from './core/exchange/modes.js';
export { ControlCycle } from './core/cycle.js';
export { Vehicle } from './core/vehicle.js';
export type { DecisionEvent, MessageEvent, NoteEvent, Observer, ReadingEvent } from './core/observer.js';
