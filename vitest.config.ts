import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  test: {
    // `npm run golden` writes the golden traces, and what the README shows, anew.
    env: mode === 'golden' ? { UPDATE_GOLDEN: '1' } : {},
    include: ['test/**/*.test.ts'],
    // Processes, not threads: tests start worker threads and child processes of their own.
    pool: 'forks',
    testTimeout: 30_000,
    reporters: ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: [['text', { skipFull: true }], 'html'],
      // The rest is run from the built dist too (commands, workers), where it is not counted.
      thresholds: { 'src/core/**': { lines: 95 } },
    },
  },
}));
