import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

// The project's own linter rules, tried on snippets in files that need not exist (hence no typed rules).
const root = fileURLToPath(new URL('..', import.meta.url));
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: `${root}eslint.config.js`,
  overrideConfig: [tseslint.configs.disableTypeChecked],
});

const HOUSE =
  /^(house\/|no-restricted-|eqeqeq|max-lines|@typescript-eslint\/(consistent-type-imports|no-explicit-any|no-non-null-assertion))/;

async function lint(file: string, code: string) {
  const [result] = await eslint.lintText(code, { filePath: `${root}${file}` });
  const found = result?.messages ?? [];
  for (const { fatal, message } of found) if (fatal) throw new Error(`${message} in: ${code}`);
  return found.filter(({ ruleId }) => HOUSE.test(ruleId ?? ''));
}

/** The rules that a snippet breaks, by name. */
const rules = async (file: string, code: string) => (await lint(file, code)).map(({ ruleId }) => ruleId);

const importOf = (source: string) => `import { x } from '${source}';\nexport const y = x;\n`;

const allowedImports: [file: string, source: string][] = [
  ['src/core/cycle.ts', './flight/sensor.js'],
  ['src/core/bus/receiver.ts', './signal.js'],
  ['src/core/bus/receiver.ts', '../prng.js'],
  ['src/core/agreement/om.ts', '../prng.js'],
  ['src/core/redundancy/status.ts', '../agreement/om.js'],
  ['src/core/redundancy/status.ts', '../config.js'],
  ['src/core/flight/flight-computer.ts', '../bus/word.js'],
  ['src/core/fault/transmitter.ts', '../bus/signal.js'],
  ['src/scenario/schema.ts', '../core/config.js'],
  ['src/scenario/schema.ts', 'zod'],
  ['src/scenario/schema.ts', './schema-faults.js'],
  ['src/scenario/schema/faults.ts', 'zod'],
  ['src/scenario/load.ts', './schema.js'],
  ['src/scenario/load.ts', 'node:fs'],
  ['src/record/trace.ts', '../core/cycle.js'],
  ['src/run/replay.ts', '../scenario/load.js'],
  ['src/run/replay.ts', '../record/trace.js'],
  ['src/line/serial.ts', 'serialport'],
  ['src/line/slots.ts', '../record/trace.js'],
  ['src/live/executive.ts', '../line/slots.js'],
  ['src/live/executive.ts', 'rxjs'],
  ['src/net/member.ts', '../core/agreement/om.js'],
  ['src/report/page.ts', '../scenario/load.js'],
  ['src/convert/vcd.ts', '../record/trace.js'],
  ['src/web/main.ts', '../report/page.js'],
  ['src/bench/timing.ts', '../live/executive.js'],
  ['src/cli/main.ts', '../bench/timing.js'],
  ['src/cli/main.ts', '../index.js'],
  ['src/index.ts', './run/replay.js'],
  ['test/core/om.test.ts', '../../src/core/agreement/om.js'],
];

const bannedImports: [file: string, source: string, message: RegExp][] = [
  ['src/core/cycle.ts', '../scenario/load.js', /core may not import scenario, only core\./],
  ['src/core/cycle.ts', '../index.js', /core may not import index/],
  ['src/core/bus/receiver.ts', '../flight/sensor.js', /core\/bus may not know core\/flight/],
  ['src/core/bus/receiver.ts', '../agreement/om.js', /core\/bus may not know core\/agreement/],
  ['src/core/bus/receiver.ts', '../redundancy/set.js', /core\/bus may not know core\/redundancy/],
  ['src/core/bus/receiver.ts', '../fault/word.js', /core\/bus may not know core\/fault/],
  ['src/core/agreement/om.ts', '../bus/word.js', /core\/agreement may not know core\/bus/],
  ['src/core/agreement/om.ts', '../redundancy/set.js', /core\/agreement may not know core\/redundancy/],
  ['src/core/agreement/om.ts', '../flight/sensor.js', /core\/agreement may not know core\/flight/],
  ['src/core/agreement/om.ts', '../fault/word.js', /core\/agreement may not know core\/fault/],
  ['src/core/agreement/om.ts', '../exchange.js', /core\/agreement may not know core\/exchange/],
  ['src/core/agreement/om.ts', '../exchange/links.js', /core\/agreement may not know core\/exchange/],
  ['src/core/agreement/deep/om.ts', '../../bus/word.js', /core\/agreement may not know core\/bus/],
  ['src/core/redundancy/status.ts', '../bus/word.js', /core\/redundancy may not know core\/bus/],
  ['src/core/redundancy/status.ts', '../flight/sensor.js', /core\/redundancy may not know core\/flight/],
  ['src/core/cycle.ts', 'rxjs', /imports no package and nothing of Node/],
  ['src/core/cycle.ts', 'serialport', /imports no package/],
  ['src/core/cycle.ts', 'zod', /imports no package/],
  ['src/core/cycle.ts', 'node:fs', /imports no package/],
  ['src/core/cycle.ts', 'fs/promises', /imports no package/],
  ['src/core/cycle.ts', '../../test/helper.js', /from outside src/],
  ['src/scenario/schema.ts', 'node:path', /no package but zod/],
  ['src/scenario/schema.ts', 'rxjs', /no package but zod/],
  ['src/scenario/schema.ts', './load.js', /has to run in a browser/],
  ['src/scenario/load.ts', '../record/trace.js', /scenario may not import record/],
  ['src/record/trace.ts', '../scenario/load.js', /record may not import scenario/],
  ['src/run/replay.ts', '../cli/main.js', /run may not import cli/],
  ['src/run/replay.ts', '../live/executive.js', /run may not import live/],
  ['src/line/slots.ts', '../run/replay.js', /line may not import run/],
  ['src/line/protocol/slots.ts', 'node:zlib', /imports no package and nothing of Node/],
  ['src/line/protocol/slots.ts', '../serial.js', /has to run in a browser/],
  ['src/line/slots.ts', 'serialport', /Only src\/line\/serial\.ts may name serialport/],
  ['src/line/slots.ts', '@serialport/binding-mock', /Only src\/line\/serial\.ts may name @serialport/],
  ['src/live/executive.ts', '../scenario/load.js', /live may not import scenario/],
  ['src/net/member.ts', '../record/trace.js', /net may not import record/],
  ['src/report/page.ts', '../run/replay.js', /report may not import run/],
  ['src/convert/vcd.ts', '../line/slots.js', /convert may not import line/],
  ['src/web/main.ts', '../record/trace.js', /web may not import record/],
  ['src/bench/timing.ts', '../cli/main.js', /bench may not import cli/],
  ['src/index.ts', './live/executive.js', /index may not import live/],
  ['src/run/replay.ts', '../elsewhere/x.js', /elsewhere is not a layer/],
  ['src/run/replay.ts', 'quadruplex', /not the package/],
];

describe('the imports of the house', () => {
  it.each(allowedImports)('%s may import %s', async (file, source) => {
    expect(await lint(file, importOf(source))).toEqual([]);
  });

  it.each(bannedImports)('%s may not import %s', async (file, source, message) => {
    const found = await lint(file, importOf(source));
    expect(found.map(({ ruleId }) => ruleId)).toEqual(['house/imports']);
    expect(found[0]?.message).toMatch(message);
  });

  it.each([
    "import '../run/replay.js';",
    "import type { X } from '../run/replay.js'; export type Y = X;",
    "export * from '../run/replay.js';",
    "export { x } from '../run/replay.js';",
    "export type Y = import('../run/replay.js').X;",
    "export const load = () => import('../run/replay.js');",
    'export const load = (name: string) => import(name);',
    "import x = require('../run/replay.js'); export const y = x;",
  ])('in any form: %s', async (code) => {
    expect(await rules('src/record/trace.ts', code)).toContain('house/imports');
  });

  it('knows every folder of src', async () => {
    expect(await rules('src/elsewhere/x.ts', 'export const x = 1;')).toEqual(['house/imports']);
    expect(await rules('src/x.ts', 'export const x = 1;')).toEqual(['house/imports']);
  });
});

const banned: [code: string, rule: string, remedy: RegExp][] = [
  ['export const x = Date.now();', 'no-restricted-globals', /virtual time/],
  ['export const x = new Date();', 'no-restricted-globals', /virtual time/],
  ['export const x = performance.now();', 'no-restricted-globals', /virtual time/],
  ['setTimeout(() => undefined, 1);', 'no-restricted-globals', /scheduler/],
  ['setInterval(() => undefined, 1);', 'no-restricted-globals', /scheduler/],
  ['setImmediate(() => undefined);', 'no-restricted-globals', /scheduler/],
  ['queueMicrotask(() => undefined);', 'no-restricted-globals', /scheduler/],
  ['export const x = process.env;', 'no-restricted-globals', /as an argument/],
  ['export const x = globalThis;', 'no-restricted-globals', /as an argument/],
  ['console.log(1);', 'no-restricted-globals', /as an argument/],
  ['export const x = crypto.randomUUID();', 'no-restricted-globals', /seeded generator/],
  ['export const x = Buffer.from([1]);', 'no-restricted-globals', /Uint8Array/],
  ['export const x = new Intl.Collator();', 'no-restricted-globals', /locale/],
  ['export const x = (1.5).toLocaleString();', 'no-restricted-syntax', /locale/],
  ["export const x = 'a'.localeCompare('b');", 'no-restricted-syntax', /locale/],
  ["export const x = 'a'['localeCompare']('b');", 'no-restricted-syntax', /locale/],
  ["export const { toLocaleUpperCase } = 'a';", 'no-restricted-syntax', /locale/],
  ['export const x = (a: number) => a ** 2;', 'no-restricted-syntax', /multiply/],
  ['export const f = (a: number) => { a **= 2; };', 'no-restricted-syntax', /multiply/],
  ['export const x = import.meta.url;', 'no-restricted-syntax', /as an argument/],
  ['export const x = Math.random();', 'house/exact-math', /seeded generator/],
  ['export const x = Math.sin(1);', 'house/exact-math', /series of our own/],
  ['export const x = Math.pow(2, 3);', 'house/exact-math', /Math\.pow may differ/],
  ['export const x = Math.hypot(2, 3);', 'house/exact-math', /Math\.hypot may differ/],
  ['export const x = Math.PI;', 'house/exact-math', /Math\.PI/],
  ["export const x = Math['sin'](1);", 'house/exact-math', /Math\.sin may differ/],
  ['export const x = Math[`sin`](1);', 'house/exact-math', /by name/],
  ["export const f = (n: 'sin') => Math[n](1);", 'house/exact-math', /by name/],
  ['export const { sin } = Math;', 'house/exact-math', /Math\.sin may differ/],
  ['export const { sin: abs } = Math;', 'house/exact-math', /Math\.sin may differ/],
  ["export const { 'sin': abs } = Math;", 'house/exact-math', /Math\.sin may differ/],
  ['export const { abs, ...others } = Math;', 'house/exact-math', /by name/],
  ['export let cos; ({ cos } = Math);', 'house/exact-math', /Math\.cos may differ/],
  ['export const f = ({ exp } = Math) => exp(1);', 'house/exact-math', /Math\.exp may differ/],
  ['const M = Math; export const x = M.sin(1);', 'house/exact-math', /by name/],
  ['export const x = (Math as Math).sin(1);', 'house/exact-math', /by name/],
];

const fine = [
  "import { Math } from './series.js'; export const x = Math.sin(1);",
  'export const { sqrt, abs: size } = Math;',
  "export const x = Math['abs'](-1);",
  'export type Root = typeof Math.sqrt;',
  'export const x = (date: { Date: number }) => date.Date;',
  'export const x = (1.5).toFixed(3) + String(2 * 3) + (255).toString(16);',
];

describe('what the core may not use', () => {
  it.each(banned)('%s', async (code, rule, remedy) => {
    const found = await lint('src/core/flight/x.ts', code);
    expect(found.map(({ ruleId }) => ruleId)).toEqual([rule]);
    expect(found[0]?.message).toMatch(remedy);
    expect(await rules('src/scenario/schema.ts', code)).toEqual([rule]);
    expect(await rules('src/run/x.ts', code)).toEqual([]);
  });

  it.each(fine)('but it may: %s', async (code) => {
    expect(await rules('src/core/x.ts', code)).toEqual([]);
  });

  it.each('abs ceil clz32 floor fround imul max min round sign sqrt trunc'.split(' '))(
    'but it may use Math.%s',
    async (name) => {
      expect(await rules('src/core/x.ts', `export const x = Math.${name}(1, 2);`)).toEqual([]);
    },
  );
});

describe('what holds everywhere', () => {
  const body = (lines: number) => `export function f() {\n${'  g();\n'.repeat(lines - 2)}}\n`;

  it.each([
    ['export const f = (a: unknown) => a == 1;', 'eqeqeq'],
    ['export const f = (a: any) => typeof a;', '@typescript-eslint/no-explicit-any'],
    ['export const f = (a?: string) => a!.length;', '@typescript-eslint/no-non-null-assertion'],
    ["import { X } from './x.js'; export type Y = X;", '@typescript-eslint/consistent-type-imports'],
    ['export const x = process.argv;', 'no-restricted-properties'],
    [`${body(10)}${'\n'.repeat(341)}`, 'max-lines'],
    [body(71), 'max-lines-per-function'],
  ])('%#: $1', async (code, rule) => {
    expect(await rules('src/run/x.ts', code)).toEqual([rule]);
  });

  it('but not more than that', async () => {
    expect(await rules('src/run/x.ts', `${body(70)}${'\n'.repeat(280)}`)).toEqual([]);
    expect(await rules('test/x.test.ts', body(200))).toEqual([]);
    expect(await rules('src/cli/main.ts', 'export const x = process.argv;')).toEqual([]);
  });
});
