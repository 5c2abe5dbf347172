/** What the command prints when all is well: help, version, the list of scenarios, the schema. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { painter } from '../../src/cli/style.js';
import { MAIN, quadruplex } from '../support/cli.js';
import { fullScenario } from '../support/scenarios.js';

describe('quadruplex', () => {
  it.each<readonly [args: string]>([
    ['--help'],
    [''],
    ['help'],
    ['replay --help'],
    ['schema --help'],
    ['help scenarios'],
  ])('shows help with an example for %j', (args) => {
    const { code, stdout, stderr } = quadruplex(args.split(' ').filter((arg) => arg !== ''));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: quadruplex[^]*Examples?:\n {2}\$ quadruplex /);
  });

  it('knows its version', () => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { stdout } = quadruplex(['--version']);
    expect(manifest).toContain(`"version": "${stdout.trim()}"`);
  });

  it('lists the scenarios that come with it', () => {
    const { code, stdout } = quadruplex(['scenarios', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, scenarios: expect.any(Array) as unknown });
  });

  it('prints a JSON Schema that knows every key of a scenario', () => {
    const { code, stdout } = quadruplex(['schema']);
    expect(code).toBe(0);
    expect(quadruplex(['schema', 'scenario', '--format', 'json']).stdout).toBe(stdout);
    const schema = JSON.parse(stdout) as { $schema: string; properties: object; required: string[] };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    // What others write or bring needs no example: a file beside it, and what a live run heard.
    const keys = [...Object.keys(Object(fullScenario()) as object), 'recording', 'receptions'];
    expect(Object.keys(schema.properties).sort()).toEqual(keys.sort());
    expect(schema.required).toEqual(['name', 'cycle', 'computers', 'buses', 'terminals']);
  });

  it('describes every key in it', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, at: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, child] of Object.entries(node)) {
        if (at.endsWith('.properties') && !('description' in Object(child))) undescribed.push(`${at}.${key}`);
        walk(child, `${at}.${key}`);
      }
    };
    walk(JSON.parse(quadruplex(['schema']).stdout), '');
    expect(undescribed).toEqual([]);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [MAIN, 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('colour', () => {
  it.each([
    [{ isTTY: true }, {}, '\u001b[2mx\u001b[22m'],
    [{ isTTY: true }, { NO_COLOR: '' }, '\u001b[2mx\u001b[22m'],
    [{ isTTY: true }, { NO_COLOR: '1' }, 'x'],
    [{ isTTY: true }, { TERM: 'dumb' }, 'x'],
    [{ isTTY: false }, {}, 'x'],
    [{}, {}, 'x'],
  ])('on %j with %j', (stream, environment, painted) => {
    expect(painter(stream, environment)('dim', 'x')).toBe(painted);
  });
});
