import { defineConfig } from 'vitest/config'

/**
 * Tests are named by what they need: `*.test.ts` runs anywhere; `*.real.test.ts` uses sockets, processes and the SIP
 * tools, and mostly waits for them: two files at a time, however many cores there are. `*.e2e.test.ts` uses a browser,
 * which draws with every core: one file at a time, so that nobody else's load decides.
 */
const exclude = ['node_modules/**', 'out/**']

export default defineConfig({
  test: {
    reporters: ['default', './test/support/summary-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, '**/*.real.test.ts', '**/*.e2e.test.ts'],
          maxWorkers: '100%',
          // Says when a test hangs, not that a machine is busy.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/**/*.real.test.ts'],
          exclude,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
