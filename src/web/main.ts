import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import type { Port } from '../contract/rpc/port.ts'
import { endProcess, startEngine, type Engine } from '../engine/engine.ts'
import { openHost, type Host } from './host.ts'
import { parseOptions, type WebOptions } from './options.ts'

/** The console in a browser: this process is the engine, and serves its page on loopback. */
const root = join(import.meta.dirname, '..', '..')
/** With --demo the line waits for the demo honeynet, but not for ever: the page tells how it fares. */
const demoPatienceMs = 8_000
const log = pino({ name: 'console', level: process.env['LOG_LEVEL'] ?? 'info' }, pino.destination(2))

try {
  const options = parseOptions(process.argv.slice(2))
  // The door first: nobody has a link for it yet, and without it there is no sense in touching the data.
  const host = await startHost(options, (page) => engine.attach(page))
  const engine = engineFor(options)
  const opened = engine.opened.catch(tell)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop(host, engine))
  void engine.ended.then((words) => say(words)).then(() => stop(host, engine))
  const settled = opened.then(() => Promise.race([engine.demoSettled, sleep(demoPatienceMs)]))
  // Data that takes longer is waited for in the page, which tells how far it is.
  await Promise.race([settled, engine.takesLong])
  process.stdout.write(`Console ready: ${host.link()}\n`)
  offerNewLinks(host)
} catch (error) {
  tell(error)
  process.exit(1)
}

function say(words: string): void {
  process.stderr.write(`honeynet-console: ${words}\n`)
}

/** What keeps the data from being opened is told by the page too, where it can be tried again. */
function tell(error: unknown): void {
  say(error instanceof Error ? error.message : String(error))
}

function engineFor({ data, demo }: WebOptions): Engine {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const program = (folder: string): string => join(root, 'src', folder, 'main.ts')
  const thread = (...folder: string[]): string => join(root, 'src', 'engine', ...folder, 'worker.ts')
  return startEngine({
    dataDirectory: data,
    resources: join(root, 'resources'),
    geoCountry: fileURLToPath(
      import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'),
    ),
    geoSystems: dirname(fileURLToPath(import.meta.resolve('@ip-location-db/asn/package.json'))),
    programs: { feed: program('feed'), sensor: program('sensor'), demo: program('demo') },
    threads: {
      reader: thread('readers'),
      data: thread('data'),
      follower: thread('campaigns', 'following'),
      hunter: thread('hunts'),
      preparer: thread('ingest', 'prepare'),
      opener: thread('opening'),
    },
    version,
    host: 'browser',
    demo,
    log,
  })
}

function startHost({ port }: WebOptions, attach: (page: Port) => void): Promise<Host> {
  return openHost({
    page: join(root, 'out', 'renderer'),
    port,
    log,
    attach,
    onSignedIn: () =>
      log.info(`link used; ${process.stdin.isTTY ? 'press Enter' : 'start the console again'} for another browser's`),
  })
}

/** The printed link works once; whoever sits at this terminal may have more. Standard output keeps its one line. */
function offerNewLinks(host: Host): void {
  if (!process.stdin.isTTY) return
  process.stdin.on('data', () => process.stderr.write(`new link: ${host.link()}\n`)).unref()
}

/** The door first: pages connect again at once, and must not find an engine that is closing. */
async function stop(host: Host, engine: Engine): Promise<void> {
  await host.close()
  await engine.close()
  endProcess(engine)
}
