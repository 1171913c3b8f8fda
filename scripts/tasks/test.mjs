// npm test                   everything: system packages, checks, build, all tests
// npm test -- --quick        checks and the unit tests alone
// npm test -- FILES…         the tests in these files (all else is handed to vitest)
import { run } from '../launch/run.mjs'
import { ensureBuilt } from '../tools/built.mjs'
import { runChecks } from '../tools/checks.mjs'
import { ensureSystemPackages } from '../tools/packages.mjs'
import { tool } from '../tools/tool.mjs'

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const chosen = quick ? ['--project', 'unit', ...args.filter((arg) => arg !== '--quick')] : args

const failed = []
if (args.length === 0) await ensureSystemPackages()
if (args.length === 0 || quick) failed.push(...(await runChecks()))
if (!quick) await ensureBuilt('desktop').catch((error) => failed.push(`build (${error.message})`))
if (failed.length > 0) console.error(`> failed before the tests: ${failed.join(', ')}`)

// Last, so that vitest's one-line summary is the last line.
const code = await run(process.execPath, [tool('vitest'), 'run', ...chosen])
process.exitCode = failed.length > 0 ? code || 1 : code
