import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { destination, pino } from 'pino'
import { startDemo } from './demo.ts'
import { readTrafficConfig } from './traffic/config.ts'
import { startTraffic } from './traffic/traffic.ts'
import { waitForTurn } from './turn.ts'

/**
 * `node main.ts --directory DIR [--exit-with-parent]` runs the demo honeynet. It starts itself a second time with
 * `--traffic FILE` as the process that plays the attackers, so that the built app needs one file for both.
 * Exit code 2: wrong use; 1: could not run.
 */
const log = pino({ name: 'demo' }, destination({ fd: 2, sync: true }))
const usage = 'usage: demo --directory DIR [--exit-with-parent]'

interface Running {
  readonly ready: Promise<object>
  stop(): Promise<void> | void
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      traffic: { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  })
  const stopped = stopRequested(values['exit-with-parent'])
  if (values.traffic !== undefined) await run(await playAttackers(values.traffic), stopped)
  else if (values.directory !== undefined) await run(await openHoneynet(values.directory), stopped)
  else throw new TypeError(usage)
}

async function playAttackers(configFile: string): Promise<Running> {
  const config = readTrafficConfig(configFile)
  const stop = await startTraffic(config)
  return { ready: Promise.resolve({ targets: config.targets.length }), stop }
}

async function openHoneynet(directory: string): Promise<Running> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  await waitForTurn(directory)
  return startDemo(directory, log)
}

/** Whatever happens first, what was started is stopped at the end. */
async function run(running: Running, stopped: Promise<void>): Promise<void> {
  try {
    const ready = await Promise.race([running.ready, stopped])
    if (ready) process.stdout.write(`${JSON.stringify({ ready })}\n`)
    await stopped
  } finally {
    await running.stop()
  }
  process.exit(0)
}

function stopRequested(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve())
    process.on('SIGINT', () => resolve())
    if (!withParent) return
    process.stdin.on('end', () => resolve())
    process.stdin.on('error', () => resolve())
    process.stdin.resume()
  })
}

main().catch((error: unknown) => {
  log.fatal({ reason: error instanceof Error ? error.message : String(error) }, 'the demo cannot run')
  process.exit(error instanceof TypeError ? 2 : 1)
})
