/** What was measured on lines that were opened: who hears whom, what was on them before, and how long answers take. */
import { isBusy, latencyUs, type DoctorFacts, type LineFacts, type RoundTrip } from './doctor-facts.js';
import type { Finding } from './doctor-findings.js';
import { periodFor, roomUs } from './feasible.js';

/** What port findings tell, with a better remedy. */
const TOLD_BY_PORT: ReadonlySet<string> = new Set(['missing', 'permission', 'locked']);

export function openFinding({ station, port, opened, lost }: LineFacts): Finding[] {
  const check = { check: 'open', subject: station } as const;
  if (!opened.ok) {
    const { problem, detail } = opened;
    const isTold = port !== null && (problem === 'locked' || !port.access) && TOLD_BY_PORT.has(problem);
    if (isTold || port?.kind === 'no device') return [];
    const found = `could not be opened (${problem}): ${detail}`;
    const remedy =
      problem === 'stuck' ? 'plug the adapter in again' : 'plug the adapter in again, or name another port';
    return [{ ...check, verdict: 'failed', found, remedy }];
  }
  if (lost !== null) {
    const remedy = 'look after its plug and cable, and try again';
    return [{ ...check, verdict: 'failed', found: `was lost during the test: ${lost}`, remedy }];
  }
  return [{ ...check, verdict: 'ok', found: 'opened', remedy: null }];
}

export function trafficFinding({ station, traffic }: LineFacts, { configuration }: DoctorFacts): Finding[] {
  if (traffic === null) return [];
  const check = { check: 'quiet', subject: station } as const;
  const { packets, garbageBytes, listenedMs } = traffic;
  if (packets > 0) {
    const found = `somebody speaks already: ${packets} packets in ${listenedMs} ms, so nothing was sent`;
    return [{ ...check, verdict: 'warning', found, remedy: 'end that run, and ask again' }];
  }
  const found = `${garbageBytes} bytes in ${listenedMs} ms that are no frame`;
  const bias = 'nothing holds A and B apart while nobody speaks: see biasing in hardware/README.md';
  if (isBusy(traffic)) {
    const remedy = `somebody speaks at another rate than ${configuration.line.baud} baud, or ${bias}`;
    return [{ ...check, verdict: 'failed', found: `${found}, so nothing was sent`, remedy }];
  }
  if (garbageBytes > 0)
    return [{ ...check, verdict: 'warning', found, remedy: `noise does no harm to frames; ${bias}` }];
  return [{ ...check, verdict: 'ok', found: `nothing heard in ${listenedMs} ms`, remedy: null }];
}

const WIRING =
  'look after A and B (swap them at one adapter), the ground, and whether all have the same baud rate';

export function hearingFinding(line: LineFacts, facts: DoctorFacts): Finding[] {
  const { station, hearing } = line;
  if (hearing === null || hearing.pings === 0) return [];
  const check = { check: 'echo', subject: station } as const;
  const { pings, echoes, heardBy } = hearing;
  const others = Object.entries(heardBy);
  const deaf = others.filter(([, heard]) => heard < pings).map(([name, heard]) => `${name} ${heard}`);
  const hears = echoes === 0 ? 'does not hear itself' : `hears itself ${echoes} of ${pings}`;
  if (others.length > 0 && others.every(([, heard]) => heard === 0))
    return [{ ...check, verdict: 'failed', found: `${hears}, and nobody hears it`, remedy: WIRING }];
  if (deaf.length > 0) {
    const found = `${hears}; of ${pings} pings came to ${deaf.join(', ')}, to the others all`;
    return facts.configuration.faults === 'real'
      ? [{ ...check, verdict: 'warning', found, remedy: `if that is not what you want: ${WIRING}` }]
      : [{ ...check, verdict: 'failed', found, remedy: WIRING }];
  }
  const who = others.length === 1 ? 'the other one hears it' : `all ${others.length} others hear it`;
  const heard = others.length === 0 ? hears : `${hears}; ${who}`;
  return [{ ...check, ...echoVerdict(line, facts, echoes, pings), found: heard }];
}

/** Does it hear itself as the configuration says? */
function echoVerdict(
  { station }: LineFacts,
  { configuration }: DoctorFacts,
  echoes: number,
  pings: number,
): Pick<Finding, 'verdict' | 'remedy'> {
  const said = configuration.stations.find((config) => config.station === station)?.echo ?? 'find';
  if (echoes > 0 && echoes < pings)
    return { verdict: 'warning', remedy: 'an echo comes always or never: look after plug and cable' };
  const found = echoes > 0 ? 'yes' : 'no';
  if (said === 'find' || said === found) return { verdict: 'ok', remedy: null };
  return {
    verdict: 'failed',
    remedy: `the configuration says "${said}": set its "echo" to "${found}" or "find"`,
  };
}

/** Of somebody who runs elsewhere, silence is no proof of a fault. */
function absent(station: string): string {
  return `${station} runs elsewhere: start it there and ask again, unless it is one that answers no pings`;
}

export function roundTripFinding(trip: RoundTrip, { configuration, cycle }: DoctorFacts): Finding {
  const check = { check: 'round trip', subject: `${trip.from} to ${trip.to}` } as const;
  const { asked, sent, answered, roundTripUs: times, runs } = trip;
  if (times === null) {
    const found = `no answer to ${sent} ${asked}s`;
    return runs === 'here'
      ? { ...check, verdict: 'failed', found, remedy: WIRING }
      : {
          ...check,
          verdict: 'warning',
          found,
          remedy: absent(trip.to),
        };
  }
  const { turnAroundUs } = configuration.slots;
  const [longest, usual] = [
    latencyUs(times.max, trip, turnAroundUs),
    latencyUs(times.p50, trip, turnAroundUs),
  ];
  const room = roomUs(cycle, configuration);
  const { max, min, avg, p50, p99 } = times;
  const found =
    `${answered} ${asked}s: max ${max} us, min ${min}, avg ${avg}, p50 ${p50}, p99 ${p99}; ` +
    `one way at most ${longest} us, the cycle has room for ${room}`;
  const slower = `set periodUs to ${periodFor(longest, cycle, configuration)} or more`;
  if (usual > room) return { ...check, verdict: 'failed', found, remedy: slower };
  if (longest > room) {
    const remedy = `${slower}, or run it in a real-time class (see scheduler) and with fewer programs beside it`;
    return { ...check, verdict: 'warning', found, remedy };
  }
  if (answered < sent)
    return {
      ...check,
      verdict: 'warning',
      found: `${sent - answered} of ${sent} unanswered; ${found}`,
      remedy: WIRING,
    };
  return { ...check, verdict: 'ok', found, remedy: null };
}
