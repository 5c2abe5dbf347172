/** `doctor` as a person runs it: on what needs no hardware, on ports that are not there, and on bad input. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctorText } from '../../src/cli/doctor-text.js';
import { findingsOf, verdictOf, type Finding } from '../../src/line/doctor-findings.js';
import { configuration, facts as factsOf } from '../line/support/desk.js';
import { withoutSocat } from '../line/support/socat.js';
import { quadruplex, type Outcome } from '../support/cli.js';
import { inRealTime } from '../support/real-time.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'quadruplex-doctor-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hardware = (name: string): string =>
  fileURLToPath(new URL(`../../hardware/${name}.json`, import.meta.url));

/** A configuration that comes with the project, changed. */
function doctor(name: string, changes: object, format = 'json'): Outcome {
  const file = JSON.parse(readFileSync(hardware(name), 'utf8')) as object;
  writeFileSync(path.join(folder, 'line.json'), JSON.stringify({ ...file, ...changes }, undefined, 2));
  return quadruplex(['doctor', 'line.json', '--format', format], folder);
}

interface Report {
  readonly format: number;
  readonly verdict: string;
  readonly findings: readonly Finding[];
  readonly cycle: object;
  readonly roundTrips: readonly { readonly answered: number }[];
}

/** How fast a busy machine answers is no matter of right or wrong. */
const isTimely = ({ check }: Finding): boolean => check === 'round trip' || check === 'scheduler';

function expectSound({ code, stdout, stderr }: Outcome): Report {
  const report = JSON.parse(stdout) as Report;
  expect([report.format, stderr]).toEqual([1, '']);
  expect(report.findings.filter((finding) => !isTimely(finding) && finding.verdict !== 'ok')).toEqual([]);
  expect(report.roundTrips).toHaveLength(5);
  for (const { answered } of report.roundTrips) expect(answered).toBeGreaterThan(0);
  expect(code).toBe(report.verdict === 'failed' ? 1 : 0);
  return report;
}

describe('doctor', inRealTime, () => {
  it('tries four ears in this process', () => {
    const { cycle } = expectSound(quadruplex(['doctor', hardware('mock'), '--format', 'json']));
    expect(cycle).toEqual({
      ...{ periodUs: 40_000, slots: 4, bytes: 133, onLineUs: 11_547, guardsUs: 1000, waitsUs: 3500 },
      ...{ neededUs: 16_047, spareUs: 23_953, leastBaud: 38_400 },
    });
  });

  it.skipIf(withoutSocat).each(['hub', 'multicast'])('tries pseudo-terminals, joined by a %s', (join) => {
    const { findings } = expectSound(doctor('socat', { line: { kind: 'socat', join }, faults: 'ears' }));
    const echo = findings.find(({ check }) => check === 'echo')?.found;
    // Everybody of a multicast group hears himself too.
    expect(echo).toMatch(join === 'hub' ? /^does not hear itself; all 4/ : /^hears itself 3 of 3; all 4/);
  });

  it('tells people line by line, with a verdict and what to do next', () => {
    const { stdout } = doctor('mock', { line: { kind: 'memory' } }, 'text');
    expect(stdout).toMatch(/^mock: STS-124 on four ears/);
    expect(stdout).toMatch(/^ok {7}cycle +40000 us at 115200 baud: 4 slots, 133 bytes/m);
    expect(stdout).toMatch(/^ok {7}echo +GPC1 +does not hear itself; all 4 others hear it$/m);
    expect(stdout).toMatch(/^\w+ +round trip +GPC1 to GPC2 +\d+ pings: max \d+ us, min \d+, avg \d+, p50 /m);
    expect(stdout).toMatch(/^(ok|warning|failed): \d+ ok, \d+ with a warning, \d+ failed$/m);
  });

  it('ends with 3 where ports are missing, and names each with its remedy', () => {
    const stations = ['GPC1', 'GPC2', 'GPC3', 'GPC4', 'FA2'].map((station) => ({
      station,
      path: path.join(folder, `tty-${station}`),
    }));
    const { code, stdout } = doctor('four-ears', { stations });
    const { findings, verdict } = JSON.parse(stdout) as Report;
    const failed = findings.filter((finding) => finding.verdict === 'failed');
    expect([code, verdict]).toEqual([3, 'failed']);
    expect(failed.map(({ check, subject }) => `${check} ${subject}`)).toEqual(
      stations.map(({ station }) => `port ${station}`),
    );
    for (const { remedy } of failed) expect(remedy).toContain('plug the adapter in');
  });
});

describe('what comes next', () => {
  it.each([
    ['four-ears', 'serial', 'attach four-ears.json'],
    ['one-host-per-computer', 'serial', 'attach four-ears.json     # one alone: --computer NAME'],
    ['one-host-per-computer', 'mock', 'attach four-ears.json'],
  ] as const)('of %s over %s is its run', (setUp, kind, next) => {
    const facts = factsOf({ configuration: { ...configuration, setUp, line: { kind, baud: 115_200 } } });
    const findings = findingsOf(facts);
    const text = doctorText({ facts, findings, verdict: verdictOf(findings), interrupted: false });
    expect(text.split('\n').slice(-2)).toEqual([`Next: npx quadruplex ${next}`, '']);
  });
});

describe('doctor refuses', () => {
  const expectRefusal = ({ code, stdout, stderr }: Outcome, ...told: readonly string[]): void => {
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
    for (const part of told) expect(stderr).toContain(part);
    expect(code).toBe(2);
  };

  it('to run without a configuration', () => {
    expectRefusal(quadruplex(['doctor']), "missing required argument 'config'");
  });

  it('a missing file', () => {
    expectRefusal(
      quadruplex(['doctor', 'nowhere.json'], folder),
      'nowhere.json: ',
      'there is no such file — name',
    );
  });

  it('an unknown key', () => {
    expectRefusal(doctor('mock', { slotz: {} }), 'line.json:', 'slotz: unknown key — did you mean "slots"?');
  });

  it('a cycle that is impossible, with the baud rate that would do', () => {
    expectRefusal(
      doctor('mock', { line: { kind: 'mock', baud: 9600 } }),
      'line.json:8:13  line.baud: a cycle of 40000 us is impossible at 9600 baud: 133 bytes take',
      'set line.baud to 38400 or more, or periodUs to',
    );
  });

  it('one that no baud rate would mend, with what is too long', () => {
    expectRefusal(
      doctor('mock', { slots: { latencyUs: 20_000 } }),
      'line.json:',
      '  slots: a cycle of 40000 us is impossible',
      'no usual baud rate would do: guards and waits alone take',
    );
  });

  it('a scenario with a bus that retries, for which a line has no slots', () => {
    const builtin = new URL('../../fixtures/sts-124-line/scenario.json', import.meta.url);
    const scenario = JSON.parse(readFileSync(builtin, 'utf8')) as { buses: object[] };
    const buses = scenario.buses.map((bus) => ({ ...bus, retry: 'same' }));
    writeFileSync(path.join(folder, 'again.json'), JSON.stringify({ ...scenario, buses }));
    expectRefusal(doctor('mock', { scenario: 'again.json' }), 'line.json:4:15  scenario: bus ', ' retries, ');
  });
});
