import { captured } from './captured.mjs'
import { tool } from './tool.mjs'

const cache = 'node_modules/.cache'

/** What `main` must always pass, the slowest first. */
const checks = [
  { name: 'lint', args: () => [tool('eslint'), '.', '--cache', '--cache-location', `${cache}/eslint/`] },
  { name: 'types', args: () => [tool('vue-tsc'), '--build'] },
  { name: 'unused code', args: () => [tool('knip'), '--cache', '--cache-location', `${cache}/knip`] },
  { name: 'import table', args: () => [tool('depcruise', 'dependency-cruiser'), 'src', '--output-type', 'err'] },
  { name: 'formatting', args: () => [tool('prettier'), '--check', '.', '--log-level', 'warn', '--cache'] },
]

/** Runs every check, two at a time, even after one has failed. @returns the names of those that failed. */
export async function runChecks() {
  const waiting = [...checks]
  const failed = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { code, output, seconds } = await captured(check.args())
      const verdict = code === 0 ? 'ok' : 'FAILED'
      console.error(`> ${check.name.padEnd(13)}${verdict.padEnd(7)}${seconds.toFixed(1).padStart(5)} s`)
      if (code === 0) continue
      failed.push(check.name)
      console.error(output.trimEnd())
    }
  }
  await Promise.all([worker(), worker()])
  return failed
}
