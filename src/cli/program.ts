/**
 * Every command with its arguments, options and help; what a command does stands in its own file and is loaded when
 * it is called.
 */

import { Argument, Command } from 'commander';
import { version } from '../run/version.js';
import {
  exchangeOption,
  formatOption,
  modeOption,
  onlyOption,
  outOption,
  secondsOption,
  seedOption,
  type Format,
  type ModeChoice,
} from './options.js';

const DEFAULT_SCENARIO = 'sts-124';

export interface ReplayOptions {
  readonly exchange?: Exclude<ModeChoice, undefined>;
  readonly force?: true;
  readonly matrix?: true;
  readonly seed?: number;
  readonly format: Format;
  readonly out?: string;
}

export interface BenchCommandOptions {
  readonly only?: readonly string[];
  readonly seconds: number;
  readonly compare?: string;
  readonly seed?: number;
  readonly format: Format;
  readonly out?: string;
}

export interface AttachOptions {
  readonly computer?: string;
  readonly exchange?: string;
  readonly rt?: true;
  readonly seed?: number;
  readonly format: Format;
  readonly out?: string;
}

export function createProgram(): Command {
  const program = new Command('quadruplex')
    .description(
      'A simulator of redundant flight computers on a shared data bus: how one marginal transmitter splits healthy computers, and how exchanging what each one heard keeps them together.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: false })
    // Inherited by the commands: usage errors are thrown, so that main alone decides the exit code.
    .exitOverride()
    .addHelpText('after', `\nExample:\n  $ quadruplex replay ${DEFAULT_SCENARIO}`);
  addReplay(program);
  addAttach(program);
  addBench(program);
  addPorts(program);
  addDoctor(program);
  addScenarios(program);
  addSchema(program);
  return program;
}

function addReplay(program: Command): void {
  command(program, 'replay', 'run a scenario once per exchange mode, side by side', [
    'replay',
    `replay ${DEFAULT_SCENARIO} --exchange none,status,om1 --out run`,
    'replay my-scenario.json --seed 7 --format json',
    'replay nominal --matrix',
  ])
    .addArgument(
      new Argument('[scenario]', 'a built-in scenario or a scenario file').default(DEFAULT_SCENARIO),
    )
    .addOption(exchangeOption())
    .option('--force', 'run a mode although its bound is not met; the result says so')
    .option(
      '--matrix',
      "instead of the scenario's own story: every fault of the catalogue, each alone, in every exchange mode",
    )
    .addOption(seedOption())
    .addOption(formatOption())
    .addOption(outOption())
    .action(async (scenario: string, options: ReplayOptions) => {
      if (options.matrix === true) {
        const { matrixCommand } = await import('./replay-matrix.js');
        process.exitCode = await matrixCommand(scenario, options);
        return;
      }
      const { replayCommand } = await import('./replay.js');
      process.exitCode = await replayCommand(scenario, options);
    });
}

function addAttach(program: Command): void {
  command(program, 'attach', "run a scenario's cycle live over serial lines", [
    'attach hardware/mock.json           no hardware: every line in this process',
    'attach hardware/socat-hosts.json    a process per computer, on pseudo-terminals',
    'attach my-hosts.json --computer GPC1',
    'attach hardware/socat.json --exchange status --out run',
    'replay run                          the same run again',
  ])
    .addArgument(new Argument('<config>', 'a line configuration'))
    .option(
      '--computer <name>',
      'of the set-up one-host-per-computer: the one, or the terminal, that this process is',
    )
    .addOption(modeOption())
    .option('--rt', 'tell what to run for a real-time scheduler class; the class in force is recorded')
    .addOption(seedOption())
    .addOption(formatOption())
    .addOption(outOption('also write the result, the traces, and a scenario that replays the run'))
    .action(async (config: string, options: AttachOptions) => {
      const { attachCommand } = await import('./attach.js');
      process.exitCode = await attachCommand(config, options);
    });
}

function addBench(program: Command): void {
  command(program, 'bench', 'measure the buses, the exchange, the cycle and the live executive', [
    'bench',
    'bench --only exchange,nominal/om1 --seconds 20',
    'bench --out before     then, after a change: bench --compare before/bench.json',
  ])
    .addOption(onlyOption())
    .addOption(secondsOption())
    .option('--compare <file>', 'an earlier report (JSON): tell by what factor each row has changed')
    .addOption(seedOption())
    .addOption(formatOption())
    .addOption(outOption('also write bench.json and a picture of each distribution into this folder'))
    .action(async (options: BenchCommandOptions) => {
      const { benchCommand } = await import('./bench.js');
      process.exitCode = await benchCommand(options);
    });
}

function addPorts(program: Command): void {
  command(program, 'ports', 'list the serial ports of this machine', ['ports', 'ports --format json'])
    .addOption(formatOption())
    .action(async ({ format }: { readonly format: Format }) => {
      const { portsCommand } = await import('./ports.js');
      await portsCommand(format);
    });
}

function addDoctor(program: Command): void {
  command(program, 'doctor', 'check a line configuration and this machine before a run', [
    'doctor hardware/four-ears.json',
    'doctor hardware/mock.json --format json     no hardware: the same, tried in this process',
  ])
    .addArgument(new Argument('<config>', 'a line configuration'))
    .addOption(formatOption())
    .action(async (config: string, { format }: { readonly format: Format }) => {
      const { doctorCommand } = await import('./doctor.js');
      process.exitCode = await doctorCommand(config, format);
    });
}

function addScenarios(program: Command): void {
  command(program, 'scenarios', 'list the built-in scenarios', ['scenarios', 'scenarios --format json'])
    .addOption(formatOption())
    .action(async ({ format }: { readonly format: Format }) => {
      const { scenariosCommand } = await import('./scenarios.js');
      scenariosCommand(format);
    });
}

function addSchema(program: Command): void {
  command(program, 'schema', 'print the JSON Schema of an input file, for editors', [
    'schema > scenario.schema.json     then, in a scenario: "$schema": "./scenario.schema.json"',
    'schema line > line.schema.json    the same for a line configuration',
  ])
    .addArgument(new Argument('[of]', 'what it describes').choices(['scenario', 'line']).default('scenario'))
    .addOption(formatOption().default('json'))
    .action(async (of: 'scenario' | 'line') => {
      const { schemaCommand } = await import('./schema.js');
      schemaCommand(of);
    });
}

function command(program: Command, name: string, summary: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `\n  $ quadruplex ${example}`);
  return program
    .command(name)
    .description(summary)
    .helpOption('--help', 'show this help')
    .showHelpAfterError(`(quadruplex ${name} --help shows what is possible)`)
    .addHelpText('after', `\nExample${examples.length > 1 ? 's' : ''}:${lines.join('')}`);
}
