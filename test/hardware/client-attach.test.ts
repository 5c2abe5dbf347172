/**
 * The foreign client among hosts of ours, live on a hub of pseudo-terminals: as the terminal, as a computer that does as ours
 * expect of it, and as one that lies.
 */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commonText } from '../../src/line/configuration.js';
import { startPtyHub, type PtyHub } from '../../src/line/pty-hub.js';
import { serialLine } from '../../src/line/serial.js';
import type { HostOutcome } from '../../src/live/hosts/host-attachment.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { until } from '../line/support/listen.js';
import { withoutSocat } from '../line/support/socat.js';
import { shortFlight } from '../live/support/flight.js';
import { COMPUTERS, expectAgreed, HOSTS, Hosts, NAMES, replayed } from '../live/support/hosts.js';
import { startClient, stopClient, withoutPython } from './support/client.js';
import { inRealTime } from '../support/real-time.js';

const CYCLES = 12;
/** As a pseudo-terminal takes it; what the table of slots is made of. */
const BAUD = 460_800;
/** A process more than where hosts are among themselves. */
const PERIOD_US = 400_000;
const configuration = { ...HOSTS, line: { kind: 'serial' as const, baud: BAUD }, periodUs: PERIOD_US };

const { rules, ...flight } = shortFlight(CYCLES) as Record<string, unknown>;
const text = JSON.stringify({
  ...{ ...flight, name: 'shared', faults: [], events: [], expect: {} },
  // Votes come soon, if they do.
  rules: { ...(rules as object), sumwordEveryCycles: 2 },
});
const scenario = parseScenario(text, 'shared');
const firstBytes = (of: string): number => createHash('sha256').update(of).digest().readUInt32BE(0);
const common = {
  scenario: firstBytes(text),
  configuration: firstBytes(commonText(configuration, 'om1', PERIOD_US)),
};

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-client-'));
  file = path.join(folder, 'scenario.json');
  writeFileSync(file, text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function newHub(): Promise<{ hub: PtyHub; hosts: Hosts }> {
  const hub = await startPtyHub(NAMES);
  cleanUp.push(() => hub.stop());
  const find = (name: string) =>
    serialLine(hub.pathOf(name), { baud: BAUD, deadlines: configuration.liveness });
  return { hub, hosts: new Hosts(scenario, find, { configuration, common }) };
}

function client(role: 'terminal' | 'computer', port: string, ...args: string[]): ChildProcess {
  const child = startClient(role, port, '--baud', String(BAUD), ...args);
  cleanUp.push(() => stopClient(child));
  return child;
}

/** Ours in all other places; it comes when they gather, and they wait for it. */
async function flyWithComputer(
  ...lies: readonly string[]
): Promise<{ hosts: Hosts; outcomes: HostOutcome[]; child: ChildProcess }> {
  const { hub, hosts } = await newHub();
  await hosts.startAll(NAMES.filter((name) => name !== 'GPC4'));
  const options = { scenario: file, number: 3, 'period-us': PERIOD_US };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = client('computer', hub.pathOf('GPC4'), ...args, ...lies.flatMap((lie) => ['--lie', lie]));
  const outcomes = await hosts.outcomes();
  return { hosts, outcomes, child };
}

function expectWell(hosts: Hosts, names: readonly string[], outcomes: readonly HostOutcome[]): void {
  expectAgreed(
    names.map((name) => hosts.of(name)),
    0,
    CYCLES,
  );
  for (const { run, awayCycles } of outcomes) {
    expect([awayCycles, run.cycles, run.noDataCycles]).toEqual([0, CYCLES, 0]);
    expect(run.checks).toMatchObject({ agreement: { held: true }, validity: { held: true } });
  }
  expect(outcomes.map((one) => replayed(scenario, one))).toEqual(hosts.all.map(({ events }) => events));
}

/** What came of it that ours had not expected. */
function surprises(outcomes: readonly HostOutcome[]): { round: number; cycles: readonly [number, number] }[] {
  return outcomes.flatMap(({ receptions }) => [
    ...(receptions?.others?.messages ?? []).filter(({ from }) => from === 'GPC4'),
    ...(receptions?.others?.deeds ?? [])
      .filter(({ from }) => from === 'GPC4')
      .map(({ cycles }) => ({ cycles, round: 0 })),
  ]);
}

describe.skipIf(withoutPython || withoutSocat)('the foreign client among hosts of ours', inRealTime, () => {
  it('is their terminal, and they agree on what it answers', async () => {
    const { hub, hosts } = await newHub();
    client('terminal', hub.pathOf('FA2'));
    await hosts.startAll(COMPUTERS);
    const outcomes = await hosts.outcomes();
    expectWell(hosts, COMPUTERS, outcomes);
    for (const { run, receptions } of outcomes) {
      expect(Object.values(run.hearing[0]?.readings ?? {})).toEqual(['ok', 'ok', 'ok', 'ok']);
      // Nobody of ours would have made these numbers.
      expect(receptions?.exceptions.filter(({ sent }) => sent !== undefined)).toHaveLength(CYCLES);
    }
  });

  it('is a computer that does in every cycle what they expect of it', async () => {
    const { hosts, outcomes, child } = await flyWithComputer();
    expectWell(hosts, ['GPC1', 'GPC2', 'GPC3'], outcomes);
    expect(surprises(outcomes)).toEqual([]);
    for (const { run, lines } of outcomes) {
      expect(run.failVotes).toEqual([]);
      expect(lines.find(({ name }) => name === 'GPC4')).toMatchObject({ health: 'ok' });
    }
    await until('its end', () => child.exitCode === 0);
  });

  it.each([
    ['reading', 1],
    ['relays', 3],
  ])('lies about %s, and the others agree on what is true', async (lie, lied) => {
    const { hosts, outcomes } = await flyWithComputer(lie);
    expectWell(hosts, ['GPC1', 'GPC2', 'GPC3'], outcomes);
    const rounds = surprises(outcomes).map(({ round }) => round);
    expect(new Set(rounds)).toEqual(new Set([lied]));
    // Its own sumword it does not lie about.
    for (const { run } of outcomes) expect(run.failVotes).toEqual([]);
  });
});
