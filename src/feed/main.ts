import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { createPatientClock } from './time/patient-clock.ts'
import { addSubscriber, appoint, backup, restore, verifyLedger } from './commands.ts'
import { ConfigError, readConfig, type FeedConfig } from './config.ts'
import { startFeed } from './feed.ts'

/**
 * `node src/feed/main.ts --config FILE [--exit-with-parent | COMMAND]`
 * Exit codes: 0 done, 1 failed or the ledger does not verify, 2 wrong use or configuration.
 */
const usage = `usage: feed --config FILE.yaml [--exit-with-parent | COMMAND]
  --verify                    check every record of the ledger
  --backup FILE               copy the whole feed, its key included, into one file
  --restore FILE              put such a file in the place of what is there; the feed must be stopped
    [--console FILE]          and go on with what a console's console.db holds behind it
  --add-subscriber NAME       print a new subscriber's key, for the only time
  --appoint KEY --name NAME   give a console's key all roles, where no publisher is left`

const log = pino({ name: 'feed' }, pino.destination({ fd: 2, sync: true }))

function readArguments(): ReturnType<typeof parse> {
  try {
    return parse()
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

const parse = () =>
  parseArgs({
    options: {
      config: { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
      'add-subscriber': { type: 'string' },
      appoint: { type: 'string' },
      name: { type: 'string', default: '' },
      verify: { type: 'boolean', default: false },
      backup: { type: 'string' },
      restore: { type: 'string' },
      console: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  }).values

async function main(): Promise<void> {
  const options = readArguments()
  if (options.help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  if (options.config === undefined) throw new ConfigError(usage)
  const config = readConfig(options.config)
  if (options.verify) process.exitCode = verifyLedger(config.directory) ? 0 : 1
  else if (options.backup !== undefined) await backup(config.directory, options.backup)
  else if (options.restore !== undefined) restore(config.directory, options.restore, options.console, log)
  else if (options['add-subscriber'] !== undefined) addSubscriber(config.directory, options['add-subscriber'])
  else if (options.appoint !== undefined) appoint(config.directory, options.appoint, options.name, log)
  else await serve(config, options['exit-with-parent'])
}

async function serve(config: FeedConfig, exitWithParent: boolean): Promise<void> {
  const feed = await startFeed(config, { clock: createPatientClock({ directory: config.directory, log }), log })
  let stopping = false
  const stop = (reason: string): void => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    feed.stop().then(() => process.exit(0), fail)
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGHUP', () => feed.renewCertificate())
  if (exitWithParent)
    process.stdin
      .on('end', () => stop('parent ended'))
      .on('error', () => stop('parent ended'))
      .resume()
  log.info({ url: feed.url }, 'ready')
  process.stdout.write(`${JSON.stringify({ ready: { url: feed.url } })}\n`)
}

function fail(error: unknown): void {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
  log.fatal({ err: error }, 'the feed cannot run')
  process.exit(1)
}

main().catch(fail)
