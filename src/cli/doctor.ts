/** `quadruplex doctor`: can this configuration run on this machine? Each check with what to do, before anything runs. */
import { readFileSync } from 'node:fs';
import { examine, type Examination } from '../line/doctor.js';
import { findingsOf, lacksLine, verdictOf } from '../line/doctor-findings.js';
import { realTimeLimit } from '../line/doctor-port.js';
import { listPorts } from '../line/ports.js';
import { ownPriority } from '../live/executive-priority.js';
import { linesOf, stationsHere } from '../live/set-up.js';
import { loadLine, type LoadedLine } from '../scenario/load-line.js';
import { doctorJson, doctorText } from './doctor-text.js';
import type { Format } from './options.js';
import { possibleCycle } from './possible-cycle.js';

const EXIT = { failed: 1, line: 3, interrupted: 130 } as const;

export async function doctorCommand(file: string, format: Format): Promise<number> {
  const loaded = loadLine(file);
  const cycle = possibleCycle(loaded);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    const facts = await examine(await examinationOf(loaded, cycle, stop.signal));
    const findings = findingsOf(facts);
    const report = { facts, findings, verdict: verdictOf(findings), interrupted: stop.signal.aborted };
    process.stdout.write(format === 'json' ? doctorJson(report) : doctorText(report));
    if (report.interrupted) return EXIT.interrupted;
    if (lacksLine(facts)) return EXIT.line;
    return report.verdict === 'failed' ? EXIT.failed : 0;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

async function examinationOf(
  { configuration, scenario: { scenario }, file }: LoadedLine,
  cycle: Examination['cycle'],
  stop: AbortSignal,
): Promise<Examination> {
  const here = stationsHere(configuration, scenario);
  const { ports } = await listPorts(async () => {
    const { listSerialPorts } = await import('../line/serial.js');
    return listSerialPorts();
  });
  return {
    configuration,
    scenario,
    file,
    cycle,
    ports,
    scheduling: { ...ownPriority(), limit: realTimeLimit(limitsOfProcess()) },
    here,
    makeLines: () => linesOf(configuration, [...here.values()]),
    stop,
  };
}

function limitsOfProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
