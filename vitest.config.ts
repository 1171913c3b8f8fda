import { defineConfig } from 'vitest/config'

/**
 * Tests are named by what they need: `*.test.ts` runs anywhere; `*.real.test.ts` uses sockets, processes and the SIP
 * tools, and mostly waits for them: two files at a time, however many cores there are. `*.e2e.test.ts` uses a browser,
 * which draws with every core: one file at a time, so that nobody else's load decides.
 */
const exclude = ['node_modules/**', 'out/**']

/** Limits of time say that something hangs, never that a machine is busy: whoever waits for a state ends when it is there. */
const patience = { expect: { poll: { timeout: 45_000 } }, testTimeout: 300_000, hookTimeout: 300_000 }

export default defineConfig({
  test: {
    reporters: ['default', './test/support/logs/key-reporter.ts', './test/support/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, '**/*.real.test.ts', '**/*.e2e.test.ts'],
          maxWorkers: '100%',
          ...patience,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/**/*.real.test.ts'],
          exclude,
          maxWorkers: 2,
          ...patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          exclude,
          fileParallelism: false,
          ...patience,
        },
      },
    ],
  },
})
