/** A cycle that no line can carry is bad input, told with its place in the configuration before anything is opened. */
import { judgeCycle, type Feasibility } from '../line/feasible.js';
import { readLine, type LoadedLine } from '../scenario/load-line.js';
import { refusal } from '../scenario/parse.js';
import type { Complaint } from '../scenario/problems.js';

/** @throws ScenarioError */
export function possibleCycle(loaded: LoadedLine): Feasibility {
  const { configuration, scenario, file } = loaded;
  const cycle = judgeCycle(configuration, scenario.scenario, configuration.exchange);
  const complaint = tooMuch(cycle) ?? retries(loaded);
  if (complaint === undefined) return cycle;
  throw refusal([complaint], readLine(file).json, file);
}

function tooMuch({ problem, leastBaud }: Feasibility): Complaint | undefined {
  if (problem === undefined) return undefined;
  return { path: leastBaud === undefined ? ['slots'] : ['line', 'baud'], ...problem };
}

function retries({ scenario: { scenario } }: LoadedLine): Complaint | undefined {
  const bus = scenario.buses.find(({ retry }) => retry !== undefined && retry !== 'none');
  if (bus === undefined) return undefined;
  const message = `bus ${bus.id} of ${scenario.name} retries, and a line has no slots for that`;
  return { path: ['scenario'], message, remedy: 'take one whose "retry" is "none"' };
}
