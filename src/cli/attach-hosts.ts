/**
 * A live run of all the hosts of a configuration that run here: each lives by itself, on its own line; here they are
 * started, and shown in one view.
 */
import { Subject } from 'rxjs';
import type { ScenarioConfig } from '../core/config.js';
import { FIRST_TERMINAL } from '../line/protocol/packet.js';
import { Roll } from '../live/hosts/roll.js';
import { UsedInputs } from '../live/hosts/used-inputs.js';
import type { HealthChange } from '../live/line-health.js';
import type { LiveCycle } from '../live/messages.js';
import { stationsHere } from '../live/set-up.js';
import type { LiveResult } from '../record/live-result.js';
import type { RunFolder } from '../run/run-folder.js';
import { LiveScreen } from './attach-screen.js';
import { viewOf, type AttachPlan } from './attach-task.js';
import { hostRuns, type HostRun } from './host-runs.js';
import type { HostNews } from './host-starter.js';
import { together } from './host-stories.js';
import type { AttachOptions } from './program.js';
import { untilStopped } from './until-stopped.js';

/** Hosts broke down, and there is nothing to tell of the run; `message` says which. */
export class HostBrokeDown extends Error {
  override readonly name = 'HostBrokeDown';
}

/** Ctrl-C came before there was anything to tell. */
export class StoppedBeforeBegun extends Error {
  override readonly name = 'StoppedBeforeBegun';
}

export async function attachHosts(
  plan: AttachPlan,
  options: AttachOptions,
  folder: RunFolder | undefined,
): Promise<LiveResult> {
  folder?.prepare();
  const { loaded, scenario } = plan;
  const here = [...stationsHere(loaded.configuration, scenario)];
  // A terminal answers from the first cycle on, so it is there before anybody asks.
  const order = [...here].sort(([a], [b]) => Number(b >= FIRST_TERMINAL) - Number(a >= FIRST_TERMINAL));
  const names = order.map(([, name]) => name);
  const runs = await hostRuns(plan, names, options);
  const fleet = new Fleet(plan, runs.hosts);
  try {
    const results = await untilStopped(fleet);
    if (fleet.isStopped && results.length === 0) throw new StoppedBeforeBegun();
    const result = together(plan, names, results, { agreement: fleet.roll.agreement, used: fleet.used });
    if (result === undefined) throw new HostBrokeDown('all hosts broke down');
    for (const { name } of result.hosts ?? []) folder?.take(name, runs.folderOf(name));
    const told = result.live.host;
    if (folder !== undefined && told !== undefined) folder.completeLike(told, result);
    return result;
  } finally {
    fleet.close();
    for (const { name, death } of runs.hosts)
      if (death !== undefined) process.stderr.write(`${name}: its process ${death}\n`);
    await runs.close();
  }
}

export class Fleet {
  readonly roll: Roll;
  readonly used: UsedInputs;
  /** From outside. */
  isStopped = false;
  readonly #hosts: readonly HostRun[];
  readonly #computers: readonly string[];
  readonly #cycles = new Subject<LiveCycle>();
  readonly #health = new Subject<HealthChange>();
  readonly #screen: LiveScreen;
  /** Those that broke down before they were ready. */
  readonly #unborn: string[] = [];
  /** Of the first host that failed in this process. */
  #failure: { readonly reason: unknown } | undefined;
  /** Nobody is started any more. */
  #isEnding = false;

  constructor(plan: AttachPlan, hosts: readonly HostRun[]) {
    const { scenario } = plan;
    this.#hosts = hosts;
    this.#computers = scenario.computers.map(({ id }) => id);
    this.used = new UsedInputs(this.#computers.length);
    this.roll = new Roll(this.#computers.length, healthyIn(scenario), (cycle) => this.#cycles.next(cycle));
    for (const [i, name] of this.#computers.entries())
      if (!hosts.some((host) => host.name === name)) this.roll.gone(i);
    const streams = { cycles$: this.#cycles.asObservable(), health$: this.#health.asObservable() };
    const lines = hosts.map(({ name }) => name);
    this.#screen = new LiveScreen(process.stderr, streams, viewOf(plan, lines));
  }

  /**
   * The others go on where one dies in the middle of the run, as real ones would.
   * @throws HostBrokeDown where one did not even begin; what a host in this process failed with, once all have ended
   */
  async run(): Promise<LiveResult[]> {
    const ended: Promise<LiveResult | undefined>[] = [];
    const isTerminal = ({ name }: HostRun): boolean => !this.#computers.includes(name);
    for (const group of [this.#hosts.filter(isTerminal), this.#hosts.filter((host) => !isTerminal(host))]) {
      if (this.#isEnding) break;
      const begun = group.map((host) => this.#start(host));
      ended.push(...begun.map(({ end }) => end));
      await Promise.race([Promise.all(begun.map(({ ready }) => ready)), Promise.allSettled(ended)]);
    }
    // None goes on unseen, whatever went wrong with another.
    const outcomes = await Promise.allSettled(ended);
    if (this.#failure !== undefined) throw this.#failure.reason;
    if (this.#unborn.length > 0 && !this.isStopped) {
      const names = this.#unborn.join(', ');
      throw new HostBrokeDown(`${names} broke down before the first cycle, and all were ended`);
    }
    return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? (outcome.value ?? []) : []));
  }

  stop(): void {
    this.isStopped = true;
    this.#stopAll();
  }

  close(): void {
    this.#screen.close();
  }

  #stopAll(): void {
    this.#isEnding = true;
    for (const host of this.#hosts) host.stop();
  }

  #start(host: HostRun): { ready: Promise<void>; end: Promise<LiveResult | undefined> } {
    const computer = this.#computers.indexOf(host.name);
    let beReady: () => void = () => undefined;
    let isReady = false;
    const ready = new Promise<void>((resolve) => (beReady = resolve));
    const end = host.run((news) => {
      isReady = true;
      if (news.kind === 'ready') beReady();
      else this.#take(host.name, computer, news);
    });
    const isOver = (result?: LiveResult): void => {
      if (result === undefined)
        this.#health.next({ line: host.name, health: 'lost', text: `host ${host.name} is dead` });
      if (!isReady) {
        // One that cannot begin leaves the others nothing to do.
        this.#unborn.push(host.name);
        this.#stopAll();
      }
      beReady();
      if (computer >= 0) this.roll.gone(computer);
    };
    void end.then(isOver, (reason: unknown) => {
      isOver();
      // In this process: a fault of ours, or a line that could not be opened.
      this.#failure ??= { reason };
      this.#stopAll();
    });
    return { ready, end };
  }

  #take(name: string, computer: number, news: HostNews): void {
    if (news.kind === 'cycle' && computer >= 0) {
      const { cycle, inUse } = news.cycle;
      this.roll.take(computer, news.cycle);
      if (inUse !== undefined) this.used.take(computer, cycle, inUse);
    }
    // Of its own line each knows best.
    if (news.kind === 'health' && news.change.line === name) this.#health.next(news.change);
  }
}

function healthyIn({ faults, computers }: ScenarioConfig): (computer: number) => boolean {
  const targets = new Set(faults.map(({ target }) => target));
  return (computer) => !targets.has(computers[computer]?.id ?? '');
}
