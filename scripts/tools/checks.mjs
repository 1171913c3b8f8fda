import { captured } from './captured.mjs'
import { tool } from './tool.mjs'

const cache = 'node_modules/.cache'

/**
 * What `main` must always pass, in two lanes that run side by side. Lint reads the declarations that the type check
 * writes for each project, so it comes behind it.
 */
const lanes = [
  [
    { name: 'types', args: () => [tool('vue-tsc'), '--build'] },
    { name: 'lint', args: () => [tool('eslint'), '.', '--cache', '--cache-location', `${cache}/eslint/`] },
  ],
  [
    { name: 'unused code', args: () => [tool('knip'), '--cache', '--cache-location', `${cache}/knip`] },
    { name: 'import table', args: () => [tool('depcruise', 'dependency-cruiser'), 'src', '--output-type', 'err'] },
    { name: 'formatting', args: () => [tool('prettier'), '--check', '.', '--log-level', 'warn', '--cache'] },
  ],
]

/** Runs every check, even after one has failed. @returns the names of those that failed. */
export async function runChecks() {
  const failed = []
  const run = async (lane) => {
    for (const check of lane) {
      const { code, output, seconds } = await captured(check.args())
      const verdict = code === 0 ? 'ok' : 'FAILED'
      console.error(`> ${check.name.padEnd(13)}${verdict.padEnd(7)}${seconds.toFixed(1).padStart(5)} s`)
      if (code === 0) continue
      failed.push(check.name)
      console.error(output.trimEnd())
    }
  }
  await Promise.all(lanes.map(run))
  return failed
}
