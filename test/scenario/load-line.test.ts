import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { commonText, timingOf, type LineConfiguration } from '../../src/line/configuration.js';
import { loadLine, type LoadedLine } from '../../src/scenario/load-line.js';
import { lineJsonSchema } from '../../src/scenario/schema-line.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-config-'))));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const MOCK = { name: 'desk', scenario: 'sts-124-line', setUp: 'four-ears', line: { kind: 'mock' } };
const SERIAL = { ...MOCK, line: { kind: 'serial', baud: 230_400 } };
const PORTS = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'].map((station, i) => ({
  station,
  path: `/dev/ttyUSB${i}`,
}));

function load(content: unknown): LoadedLine {
  const file = path.join(folder, 'line.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  return loadLine(file);
}

/** What is said of it, without the folder. */
function complaint(content: unknown): string {
  try {
    load(content);
  } catch (error) {
    if (error instanceof Error && error.name === 'ScenarioError')
      return error.message.replaceAll(`${folder}${path.sep}`, '');
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a line configuration', () => {
  it('needs little, and the rest has defaults', () => {
    const { configuration, scenario } = load(MOCK);
    expect(scenario.scenario.name).toBe('sts-124-line');
    expect(configuration).toEqual({
      ...{ ...MOCK, title: 'desk', exchange: 'om1', stations: [], faults: 'ears' },
      line: { kind: 'mock', baud: 115_200 },
      slots: { guardUs: 250, latencyUs: 1000, turnAroundUs: 500 },
      deadlines: { missedPerMillion: 10_000, lateUs: 5000 },
      liveness: {
        openMs: 5000,
        writeMs: 1000,
        closeMs: 1000,
        silentCycles: 2,
        retryMs: 500,
        gatherMs: 10_000,
      },
    });
  });

  it('is what the live run takes, key by key', () => {
    expectTypeOf<LoadedLine['configuration']>().toExtend<LineConfiguration>();
    // The other way round but for what is for readers alone.
    type Plain = Omit<LoadedLine['configuration'], '$schema' | 'comment'>;
    expectTypeOf<keyof LineConfiguration>().toEqualTypeOf<keyof Plain>();
  });

  it('takes a scenario that lies beside it, and none outside its folder', () => {
    const inside = path.join(folder, 'own');
    mkdirSync(inside);
    writeFileSync(path.join(inside, 'scenario.json'), '{"name": "x"}');
    expect(complaint({ ...MOCK, scenario: 'own/scenario.json' })).toContain(
      'own/scenario.json:1:1  cycle: is missing',
    );
    expect(complaint({ ...MOCK, scenario: '../scenario.json' })).toContain(
      'is not in the folder of the configuration',
    );
  });

  const wrong: [what: string, content: unknown, says: string][] = [
    ['a kind that is none', { ...MOCK, line: { kind: 'serail' } }, 'line.json:6:13  line.kind: '],
    ['a key of no kind', { ...MOCK, line: { kind: 'mock', join: 'hub' } }, 'line.join: '],
    ['no set-up', { ...MOCK, setUp: undefined }, 'setUp: is missing'],
    [
      'an unknown scenario',
      { ...MOCK, scenario: 'sts-124-lin' },
      'there is no built-in scenario "sts-124-lin" — did you mean "sts-124-line"?',
    ],
    [
      'words that no line carries',
      { ...MOCK, scenario: 'sts-124' },
      'scenario: its bus "FC6" has words of the format shuttle, which no line carries — take one in mil-std-1553b',
    ],
    [
      'nobody elsewhere in one process',
      { ...MOCK, stations: [{ station: 'FA2', runs: 'elsewhere' }] },
      'stations[0].runs: a line of the kind mock has nobody outside of this process',
    ],
    [
      'nobody here',
      { ...SERIAL, stations: PORTS.map(({ station }) => ({ station, runs: 'elsewhere' })) },
      'stations: all run elsewhere, and nobody here',
    ],
    ['a mode that is none', { ...MOCK, exchange: 'om' }, 'exchange: there is no exchange mode "om"'],
    [
      'a mode that has no messages on a line',
      { ...MOCK, setUp: 'one-host-per-computer', exchange: 'ic' },
      'exchange: ic has no messages of its own on a line — take none, status, om1',
    ],
    [
      'a station of nobody',
      { ...MOCK, stations: [{ station: 'GPC5' }] },
      'stations[0].station: there is no computer or terminal "GPC5"',
    ],
    [
      'a station twice',
      { ...MOCK, stations: [{ station: 'GPC1' }, { station: 'GPC1' }] },
      'stations[1].station: "GPC1" stands twice, first at stations[0]',
    ],
    [
      'a port without a serial line',
      { ...MOCK, stations: PORTS },
      'stations[0].path: a line of the kind mock has no ports to name',
    ],
    [
      'a serial line without a port',
      { ...SERIAL, stations: PORTS.slice(1) },
      'stations: "GPC1" has no port — add {"station": "GPC1", "path": "/dev/…"}',
    ],
    [
      'one port for two',
      { ...SERIAL, stations: PORTS.map((port) => ({ ...port, path: '/dev/ttyUSB0' })) },
      'stations[1].path: /dev/ttyUSB0 is also the port of "GPC1"',
    ],
    [
      'a port of somebody elsewhere',
      { ...SERIAL, stations: PORTS.map((port) => ({ ...port, runs: 'elsewhere' })) },
      'runs elsewhere',
    ],
    [
      'a real fault without a real wire',
      { ...MOCK, faults: 'real' },
      'faults: nothing is really marginal on a line of the kind mock',
    ],
    [
      'a damaged real wire',
      { ...SERIAL, stations: PORTS, faults: 'wire' },
      'faults: nobody can damage frames on a real wire',
    ],
    [
      'a damaged multicast group',
      { ...MOCK, line: { kind: 'socat', join: 'multicast' }, faults: 'wire' },
      'faults: a multicast group has no place',
    ],
    [
      'a damaged line of many hosts',
      { ...MOCK, setUp: 'one-host-per-computer', faults: 'wire' },
      'faults: no single host knows what the others are not to hear',
    ],
    [
      'a wire for each pair of hosts',
      { ...MOCK, setUp: 'one-host-per-computer', scenario: 'two-faced-computer' },
      'scenario: its computers have a wire for each pair of them, and a shared line is heard by all — take one',
    ],
    ['no JSON', '{ "name": desk }', 'line.json:1:11 '],
  ];
  it.each(wrong)('with %s is refused, with place and remedy', (_what, content, says) => {
    expect(complaint(content)).toContain(says);
  });

  it('has a port for each who runs here, and none for who runs elsewhere', () => {
    const board = PORTS.map(({ station, ...port }) =>
      station === 'FA2' ? { station, runs: 'elsewhere' } : { station, ...port },
    );
    const { configuration } = load({ ...SERIAL, stations: board });
    expect(
      configuration.stations.map(({ station, runs, path: port }) => [station, runs, port]).at(-1),
    ).toEqual(['FA2', 'elsewhere', undefined]);
  });

  it('is told what all hosts have in common', () => {
    const { configuration } = load({
      ...MOCK,
      setUp: 'one-host-per-computer',
      line: { kind: 'socat', baud: 460_800 },
    });
    expect(timingOf(configuration)).toEqual({
      baud: 460_800,
      guardUs: 250,
      latencyUs: 1000,
      turnAroundUs: 500,
    });
    const page =
      'quadruplex line 1\nsetUp one-host-per-computer\nexchange om1\nperiodUs 40000\nbaud 460800\nguardUs 250\nlatencyUs 1000\nturnAroundUs 500\n';
    expect(commonText(configuration, 'om1', 40_000)).toBe(page);
  });
});

it('the JSON Schema describes every key', () => {
  const schema = lineJsonSchema() as { properties: Record<string, { description?: string }> };
  for (const [key, { description }] of Object.entries(schema.properties))
    expect(description, key).toBeTruthy();
});
