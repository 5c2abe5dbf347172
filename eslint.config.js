import path from 'node:path';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// ---------------------------------------------------------------------------------------------------------
// Who may import whom. A layer is a folder of src (`index` is src/index.ts) and may always import itself.
const LAYERS = {
  core: [],
  scenario: ['core'],
  record: ['core'],
  run: ['scenario', 'record', 'core'],
  line: ['record', 'core'],
  live: ['run', 'line', 'record', 'core'],
  net: ['core'],
  report: ['record', 'scenario', 'core'],
  convert: ['record', 'scenario', 'core'],
  web: ['run', 'report', 'scenario', 'core'],
  index: ['run', 'scenario', 'record', 'core'],
  bench: 'all but cli',
  cli: 'all',
};

// Inside src/core, by folder or by file: `bus` is bus/ or bus.ts, `*` any file that lies directly in src/core.
const INSIDE_CORE = {
  bus: { never: ['agreement', 'redundancy', 'fault', 'flight'] },
  agreement: { never: ['bus', 'redundancy', 'fault', 'flight', 'exchange'] },
  redundancy: { only: ['agreement', '*'] },
};

// Code that has to run anywhere, in a browser too, and imports nothing but its like and these packages.
const PURE = [
  { files: ['core/**'], packages: [] },
  { files: ['line/protocol/**'], packages: [] },
  { files: ['scenario/schema.ts', 'scenario/schema-*.ts', 'scenario/schema/**'], packages: ['zod'] },
];

// Packages that one file alone may name.
const ONE_FILE_ONLY = { serialport: 'line/serial.ts' };

// Of Math, what gives the same bits in every engine.
const EXACT_MATH = 'abs ceil clz32 floor fround imul max min round sign sqrt trunc'.split(' ');

const NO_CLOCK =
  'The core has virtual time only: use the time and the scheduler of src/core, or take it as an argument.';
const NO_PLATFORM = 'The core knows no platform: take what it is to use as an argument.';
const NO_LOCALE = 'The result depends on the locale: compare with < and >, and format digits by hand.';
const NO_POWER =
  '** differs between engines in the last bit: multiply, shift, or use a table computed ahead.';
const BANNED_GLOBALS = {
  ...messages(NO_CLOCK, ['Date', 'performance', 'queueMicrotask']),
  ...messages(NO_CLOCK, ['setTimeout', 'setInterval', 'setImmediate']),
  ...messages(NO_PLATFORM, ['process', 'globalThis', 'global', 'require', 'console', 'fetch']),
  ...messages(NO_LOCALE, ['Intl']),
  crypto:
    'Take a Signer, a hash or a seed as an argument; random numbers come from the seeded generator of src/core.',
  Buffer: 'A browser has no Buffer: use Uint8Array and DataView.',
};
// ---------------------------------------------------------------------------------------------------------

const SRC = path.join(import.meta.dirname, 'src');

/** A file's place below src, with forward slashes and `.ts`; it starts with `../` if it lies outside. */
const placeOf = (file) => path.relative(SRC, file).split(path.sep).join('/');
const isOutside = (place) => place.startsWith('../') || path.isAbsolute(place);
const layerOf = (place) =>
  place === 'index.ts' ? 'index' : place.includes('/') ? place.split('/')[0] : place;
const matches = (place, glob) =>
  new RegExp(`^${glob.replace('.', '\\.').replace(/\*+/, (s) => (s === '**' ? '.*' : '[^/]*'))}$`).test(
    place,
  );
const pureZoneOf = (place) => PURE.find(({ files }) => files.some((glob) => matches(place, glob)));
const packageOf = (source) => source.split('/', source.startsWith('@') ? 2 : 1).join('/');

function messages(message, names) {
  return Object.fromEntries(names.map((name) => [name, message]));
}

/** What a layer may import, itself included. */
function allowedTo(layer) {
  const allowed = LAYERS[layer];
  if (allowed === 'all') return Object.keys(LAYERS);
  if (allowed === 'all but cli') return Object.keys(LAYERS).filter((name) => name !== 'cli');
  return [layer, ...allowed];
}

/** The name, in the table INSIDE_CORE, of the part of src/core that a place belongs to. */
function partOfCore(place) {
  const [first, ...rest] = place.replace(/\.ts$/, '').split('/').slice(1);
  return { name: first, topLevel: rest.length === 0 };
}

function problemInsideCore(from, to) {
  const rule = INSIDE_CORE[partOfCore(from).name];
  const { name, topLevel } = partOfCore(to);
  if (rule === undefined || name === partOfCore(from).name) return undefined;
  const allowed = rule.only
    ? rule.only.includes(name) || (topLevel && rule.only.includes('*'))
    : !rule.never.includes(name);
  if (allowed) return undefined;
  return `core/${partOfCore(from).name} may not know core/${name}. Let the caller bring the two together, or move what both need to a file directly in src/core.`;
}

function problemWithFile(from, to) {
  if (isOutside(to))
    return `Code in src may not import from outside src (${to}). Read it at run time, or move it into src.`;
  if (!(layerOf(to) in LAYERS))
    return `${layerOf(to)} is not a layer. Give it its place in LAYERS in eslint.config.js.`;
  const allowed = allowedTo(layerOf(from));
  if (!allowed.includes(layerOf(to))) {
    return `${layerOf(from)} may not import ${layerOf(to)}, only ${allowed.join(', ')}. Move what both need down to a layer that both may import, or take it as an argument.`;
  }
  if (pureZoneOf(from) && !pureZoneOf(to)) {
    return `src/${from} has to run in a browser, and src/${to} need not. Move what it needs to src/core.`;
  }
  return layerOf(from) === 'core' ? problemInsideCore(from, to) : undefined;
}

function problemWithPackage(from, source) {
  const name = packageOf(source);
  const zone = pureZoneOf(from);
  if (zone && !zone.packages.includes(name)) {
    const allowed = zone.packages.length > 0 ? `no package but ${zone.packages.join(', ')}` : 'no package';
    return `src/${from} has to run anywhere, so it imports ${allowed} and nothing of Node. ${NO_PLATFORM}`;
  }
  if (name === 'quadruplex') return 'Import the file itself by its relative path, not the package.';
  const only = ONE_FILE_ONLY[name.startsWith('@serialport/') ? 'serialport' : name];
  if (only && only !== from) return `Only src/${only} may name ${name}. Use what that file exports.`;
  return undefined;
}

const imports = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = placeOf(context.filename);
    if (isOutside(from)) return {};
    const report = (node, message) => message && context.report({ node, message });
    if (!(layerOf(from) in LAYERS)) {
      return { Program: (node) => report(node, problemWithFile('cli/main.ts', from)) };
    }
    const check = (source) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const name = source.value;
      if (!/^\.{0,2}(\/|$)/.test(name)) return report(source, problemWithPackage(from, name));
      const target = path.resolve(path.dirname(context.filename), name.replace(/\.js$/, '.ts'));
      report(source, problemWithFile(from, placeOf(target)));
    };
    return {
      'ImportDeclaration, ExportAllDeclaration, ExportNamedDeclaration, TSImportType': (node) =>
        check(node.source),
      TSExternalModuleReference: (node) => check(node.expression),
      ImportExpression(node) {
        check(node.source);
        if (node.source.type !== 'Literal' && layerOf(from) !== 'cli') {
          report(node.source, 'The rule of imports cannot see what this loads. Name the module literally.');
        }
      },
    };
  },
};

/** References to a global of that name, i.e. not to a variable of the file. */
function globalReferences(sourceCode, name) {
  const scope = sourceCode.scopeManager.globalScope;
  const known = scope.variables.filter((variable) => variable.name === name && variable.defs.length === 0);
  const unknown = scope.through.filter((reference) => reference.identifier.name === name);
  return new Set([...known.flatMap((variable) => variable.references), ...unknown].map((r) => r.identifier));
}

/** The members that `Math` is asked for at this node as [node, name]; a name is undefined if it can't be told. */
function membersAsked(node) {
  const { parent } = node;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    const { property, computed } = parent;
    return [[property, computed ? property.value : property.name]];
  }
  if (['TSTypeQuery', 'TSQualifiedName', 'TSTypeReference'].includes(parent.type)) return [];
  const pattern = parent.id ?? parent.left;
  if (pattern?.type !== 'ObjectPattern') return [[node, undefined]];
  return pattern.properties.map((p) => [p, p.computed ? p.key.value : (p.key?.name ?? p.key?.value)]);
}

const exactMath = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    'Program:exit'() {
      for (const reference of globalReferences(context.sourceCode, 'Math')) {
        for (const [node, name] of membersAsked(reference)) {
          if (!EXACT_MATH.includes(name)) context.report({ node, message: mathMessage(name) });
        }
      }
    },
  }),
};

function mathMessage(name) {
  if (name === undefined)
    return 'Ask Math for its members by name (Math.sqrt), so that the linter sees them.';
  if (name === 'random') return 'Math.random cannot be repeated: use the seeded generator of src/core.';
  return `Math.${name} may differ between engines in the last bit, or is a constant to state by itself. Use + - * / and Math.sqrt, a table computed ahead, or a series of our own; of Math: ${EXACT_MATH.join(', ')}.`;
}

const LOCALE = '/^(toLocale.*|localeCompare)$/';

export default defineConfig(
  { ignores: ['.ci/**', 'dist/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { plugins: { house: { rules: { imports, 'exact-math': exactMath } } } },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Keeps `import { type A }` from loading the module at run time.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // A number in a template is what nearly every line of output is made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => list.push(x)` is clear enough.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `while (true)` is how a loop says that it ends from within.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'house/imports': 'error', 'max-lines-per-function': ['error', { max: 70 }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'argv',
          message: 'Only src/cli knows the command line: take it as an argument.',
        },
      ],
    },
  },
  {
    files: PURE.flatMap(({ files }) => files.map((glob) => `src/${glob.replace(/\*\*$/, '**/*.ts')}`)),
    rules: {
      'house/exact-math': 'error',
      'no-restricted-globals': [
        'error',
        ...Object.entries(BANNED_GLOBALS).map(([name, message]) => ({ name, message })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "BinaryExpression[operator='**']", message: NO_POWER },
        { selector: "AssignmentExpression[operator='**=']", message: NO_POWER },
        { selector: `MemberExpression[computed=false][property.name=${LOCALE}]`, message: NO_LOCALE },
        { selector: `MemberExpression[computed=true][property.value=${LOCALE}]`, message: NO_LOCALE },
        { selector: `ObjectPattern > Property[key.name=${LOCALE}]`, message: NO_LOCALE },
        { selector: "MetaProperty[meta.name='import']", message: NO_PLATFORM },
      ],
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
