#!/usr/bin/env node
// Runs a task of this repository on whatever Node is at hand (18 or newer): installs from the lockfile when that is
// needed, picks a Node that can run the task, and passes arguments, streams, signals and the exit code on.
// No dependency and no syntax beyond Node 18 here and in launch/: it runs before anything is installed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './launch/install.mjs'
import { root } from './launch/root.mjs'
import { run } from './launch/run.mjs'
import { pickRuntime } from './launch/runtime.mjs'

/** Daemons are started as they are; everything else is a file in scripts/tasks. */
const programs = {
  sensor: 'src/sensor/main.ts',
  feed: 'src/feed/main.ts',
  demo: 'src/demo/main.ts',
  bench: 'bench/main.ts',
  cli: 'src/cli/main.ts',
}

const [task = 'start', ...args] = process.argv.slice(2)
const file = join(root, programs[task] ?? `scripts/tasks/${task}.mjs`)

try {
  if (!/^[a-z]+$/.test(task) || !existsSync(file)) throw new Error(`there is no task called ${task}`)
  await ensureInstalled()
  const runtime = pickRuntime()
  const place = task === 'cli' ? { cwd: whereCalled() } : {}
  process.exitCode = await run(runtime.node, [file, ...args], { env: runtime.env, ...place })
} catch (error) {
  console.error(`honeynet-console: ${error.message}`)
  process.exitCode = 1
}

/** Files on the command line are meant from where the user stands; npm goes to this folder first. */
function whereCalled() {
  const { npm_lifecycle_event: script, INIT_CWD: before } = process.env
  return script === 'honeynet' && before !== undefined ? before : process.cwd()
}
