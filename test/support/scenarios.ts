/** Scenarios for tests: one as small as the defaults allow, one that uses every key once, and ways to spoil them. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Step = string | number;

export function smallScenario(): Json {
  return {
    name: 'small',
    cycle: { periodUs: 40000, cycles: 50 },
    computers: [{ id: 'A' }, { id: 'B' }, { id: 'C' }, { id: 'D' }],
    buses: [{ id: 'main', commander: 'A', schedule: [{ terminal: 'IMU' }] }],
    terminals: [
      { id: 'IMU', bus: 'main', address: 3, words: [{ signal: 'roll', copies: 3 }, { signal: 'pitch' }] },
    ],
    faults: [
      { id: 'crack', target: 'IMU', behaviour: 'series-resistance', from: { timeUs: 400000 }, ohm: 300 },
    ],
  };
}

export function fullScenario(): Json {
  return {
    $schema: './scenario.schema.json',
    comment: 'every key once',
    name: 'full',
    title: 'Everything at once',
    seed: 7,
    cycle: { periodUs: 40000, startUs: -80000, cycles: 100 },
    computers: [
      { id: 'A', receiver: { thresholdMv: 360, zeroCrossingNs: 150, noiseMv: 2.5 } },
      { id: 'B', transmitter: { levelMv: 7000, riseNs: 120 }, comment: 'loud' },
      { id: 'C' },
    ],
    buses: [
      {
        id: 'left',
        wordFormat: 'shuttle',
        coupling: 'direct',
        commander: 'A',
        line: {
          velocityMPerNs: 0.19,
          lengthM: 50,
          impedanceOhm: 75,
          terminatorsOhm: [75, 76.5],
          lossPpmPerM: 100,
          tapsM: { A: 0, T1: 40 },
        },
        schedule: [
          { element: 'E1', terminal: 'T1', subaddress: 400, words: 5, offsetUs: 100, everyCycles: 2 },
        ],
      },
      {
        id: 'right',
        commander: 'B',
        lineB: { lengthM: 30, tapsM: { T2: 30 } },
        retry: 'same-then-other',
        schedule: [
          { transfer: 'rt-bc', terminal: 'T2' },
          { transfer: 'bc-rt', terminal: 'T2', subaddress: 2, data: [0, 65535], everyCycles: 5 },
          { transfer: 'bc-rts', subaddress: 2, data: [1] },
          {
            transfer: 'rt-rt',
            terminal: 'T2',
            subaddress: 1,
            receiver: 'T3',
            receiverSubaddress: 2,
            words: 1,
            offsetUs: 9000,
          },
          { transfer: 'rt-rts', terminal: 'T3', subaddress: 1, receiverSubaddress: 2, words: 1 },
          { transfer: 'mode', terminal: 'T2', mode: 'synchronize-with-data', value: 3 },
          { transfer: 'mode-rts', mode: 'reset' },
        ],
      },
    ],
    terminals: [
      {
        id: 'T1',
        bus: 'left',
        address: 1,
        responseUs: 8,
        words: [{ signal: 'yaw', copies: 5, noiseLsb: 0 }],
      },
      {
        id: 'T2',
        bus: 'right',
        address: 1,
        words: [{ signal: 'constant', value: -5 }],
        legalSubaddresses: { receive: [2, 30], transmit: [1, 30] },
        wrapAroundSubaddress: 30,
      },
      { id: 'T3', bus: 'right', address: 2, words: [{ signal: 'roll' }] },
    ],
    exchange: { links: 'pointToPoint', wordFormat: 'shuttle', processingUs: 100 },
    vehicle: { manoeuvreDeg: 3, manoeuvreUs: 2000000, gustDegPerS2: 0 },
    actuators: [{ id: 'rudder', axis: 'yaw', degPerS2PerLsb: 0.02, limitLsb: 100, toleranceLsb: 5 }],
    rules: { voteDelayUs: [400, 1800], onPartialError: 'split', departedCommander: 'lost' },
    belowBound: true,
    faults: [
      {
        id: 'growing',
        target: 'T1',
        behaviour: 'series-resistance',
        from: { event: 'swap' },
        until: { cycle: 90 },
        ohm: [
          { timeUs: 0, ohm: 100 },
          { timeUs: 100000, ohm: 250.5 },
        ],
      },
      {
        id: 'liar',
        target: 'C',
        behaviour: 'two-faced',
        as: 'both',
        from: { cycle: 3 },
        until: { timeUs: 900000 },
      },
      {
        id: 'open',
        target: 'left',
        behaviour: 'wrong-terminator',
        end: 1,
        ohm: 1e9,
        from: { cycle: 5 },
        until: { cycle: 6 },
      },
    ],
    events: [
      { id: 'swap', timeUs: 40000, mark: 'R', action: 'assign-bus', bus: 'right', computer: 'C' },
      { id: 'again', timeUs: 80000, mark: 'S', action: 'restore-element', element: 'E1' },
      { id: 'new', timeUs: 80000, mark: 'M', action: 'exchange-terminal', terminal: 'T2' },
      { id: 'whole', timeUs: 80000, mark: 'D', action: 're-form-set' },
    ],
    notes: [{ timeUs: 0, text: 'Here it begins', mark: 'R', source: 'nobody' }],
    claims: [{ text: 'It happened', mark: 'D', source: 'a book' }],
    expect: {
      status: { verdict: 'split', patterns: ['3', '2-1'], accused: [], noDataCycles: 0 },
      om1: { verdict: 'agreed', patterns: ['3'], accused: ['T1'] },
    },
  };
}

/** As a person would have saved it. */
export function fileText(scenario: Json): string {
  return `${JSON.stringify(scenario, undefined, 2)}\n`;
}

/** A copy with another value at this path; undefined takes away what stands there. */
export function changed(scenario: Json, path: readonly Step[], value: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (Array.isArray(scenario)) {
    const copy: (Json | undefined)[] = [...scenario];
    const index = Number(step);
    copy[index] = rest.length === 0 ? value : changed(copy[index] ?? null, rest, value);
    return copy.filter((item) => item !== undefined);
  }
  const entries = scenario !== null && typeof scenario === 'object' ? Object.entries(scenario) : [];
  const copy = new Map<string, Json | undefined>(entries);
  const key = String(step);
  copy.set(key, rest.length === 0 ? value : changed(copy.get(key) ?? {}, rest, value));
  return Object.fromEntries([...copy].flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

/** Every path in it, its own (empty) one included. */
export function pathsOf(value: Json, path: readonly Step[] = []): (readonly Step[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const children: [Step, Json][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  return [path, ...children.flatMap(([step, child]) => pathsOf(child, [...path, step]))];
}
