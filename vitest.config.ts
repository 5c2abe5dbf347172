import { defineConfig } from 'vitest/config';

/**
 * Tests that live through real time: they come last, one file at a time, so that nothing of ours makes them late. What others do
 * on the machine may all the same: see test/support/real-time.ts.
 */
const REAL_TIME = [
  'test/live/**/*.test.ts',
  'test/cli/{attach,attach-hosts,doctor}.test.ts',
  'test/line/{contract,doctor,guarded-line,multi-drop}.test.ts',
  'test/bench/pty.test.ts',
  'test/hardware/client-{attach,port}.test.ts',
];

export default defineConfig(({ mode }) => ({
  test: {
    // `npm run golden` writes the golden traces, and what the README shows, anew.
    env: mode === 'golden' ? { UPDATE_GOLDEN: '1' } : {},
    // Processes, not threads: tests start worker threads and child processes of their own.
    pool: 'forks',
    testTimeout: 30_000,
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'model',
          include: ['test/**/*.test.ts'],
          exclude: REAL_TIME,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real time',
          include: REAL_TIME,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: [['text', { skipFull: true }], 'html'],
      // The rest is run from the built dist too (commands, workers), where it is not counted.
      thresholds: { 'src/core/**': { lines: 95 } },
    },
  },
}));
