/** `quadruplex replay`: loads the scenario; the run itself is not built yet. */

import { loadScenario } from '../scenario/load.js';
import type { ReplayOptions } from './program.js';

export function replayCommand(nameOrFile: string, options: ReplayOptions): Promise<number> {
  const { scenario } = loadScenario(nameOrFile);
  throw new Error(`not built yet: ${scenario.name}, ${options.format}`);
}
