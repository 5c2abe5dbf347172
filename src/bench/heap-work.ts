/**
 * Does a cycle leave anything behind? Two figures: what the live heap has grown by after many cycles, both ends after a
 * full collection, and how much garbage one cycle makes, seen between two collections.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cycleWork, type CycleSpec } from './cycle-work.js';
import type { SamplerOptions } from './sampler.js';

export interface HeapOutcome {
  readonly cycles: number;
  readonly perSecond: number;
  readonly growthBytes: number;
  readonly allocatedBytesPerCycle: number;
}

/** Asked for with a small S, it still warms up: code that is not compiled yet allocates. */
const WARM_UP_CYCLES = 20_000;
/** The goal is stated for so many; a run never does more. */
export const HEAP_CYCLES = 10_000_000;
const AT_A_TIME = 1_000;

export function measureHeap(spec: CycleSpec, { clock, measureNs, isStopped }: SamplerOptions): HeapOutcome {
  const collect = collector();
  const work = cycleWork(spec);
  for (let i = 0; i < WARM_UP_CYCLES && !isStopped(); i++) work.run();
  const allocatedBytesPerCycle = garbagePerCycle(() => work.run(), collect);
  collect();
  const before = process.memoryUsage().heapUsed;
  const startNs = clock();
  let cycles = 0;
  do {
    for (let i = 0; i < AT_A_TIME; i++) work.run();
    cycles += AT_A_TIME;
  } while (cycles < HEAP_CYCLES && clock() - startNs < measureNs && !isStopped());
  const tookNs = clock() - startNs;
  collect();
  const growthBytes = process.memoryUsage().heapUsed - before;
  work.close();
  return { cycles, perSecond: cycles / (tookNs / 1e9), growthBytes, allocatedBytesPerCycle };
}

/** The most that any of a few short stretches allocated: one in which a collection ran shows less. */
function garbagePerCycle(run: () => void, collect: () => void): number {
  let most = 0;
  for (let stretch = 0; stretch < 5; stretch++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < AT_A_TIME; i++) run();
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  return most / AT_A_TIME;
}

/** The engine's own collection, which it hides unless asked. Twice, since the first may leave what it has just freed. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return () => {
    gc();
    gc();
  };
}
