import { runChecks } from '../tools/checks.mjs'

const failed = await runChecks()
if (failed.length > 0) {
  console.error(`> failed: ${failed.join(', ')}`)
  process.exitCode = 1
}
