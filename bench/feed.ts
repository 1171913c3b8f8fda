import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFeedConfig } from '../test/support/feed-process.ts'
import { sizeText, type Bench, type BenchResult } from './bench.ts'
import { ask, drive, type Answer, type Expected } from './feed/client.ts'
import { seedFeed } from './feed/seed.ts'
import { startServer, type BenchServer } from './feed/servers.ts'

const goal = 0.7
/** The most that the strictest public client can pull in one run. */
const mostPages = 23
const pageSize = 250
const mostSubscribers = 10_000
/** The two servers take turns, so that whatever else the machine does hits both. */
const rounds = 16

/**
 * APIBAN pulls with the keys of 10,000 subscribers in turn, beside Node's `http` that answers the same requests with the
 * same bytes from a map: one page each, and whole pulls to the answer that says "no more".
 */
export const feedBench: Bench = async ({ size }) => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-feed-'))
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(() => rmSync(directory, { recursive: true, force: true }))
  const pages = size < 200_000 ? 3 : mostPages
  const keys = seedFeed(directory, pages * pageSize, Math.min(mostSubscribers, Math.ceil(size / 20)))
  const config = writeFeedConfig(directory, 'a-console-token-for-the-bench', { limits: { pulls: 1_000_000 } })
  const feed = cleanUp.adopt(await startServer('--config', config), (server) => server.stop())
  const plain = cleanUp.adopt(await startServer(), (server) => server.stop())

  const pull = await wholePull(feed.url, keys[0] ?? '')
  await plain.cpu({ answers: pull })
  const servers = { feed, plain }
  const single = await compare(servers, size, onePage(keys, pull))
  const whole = await compare(servers, size, wholePulls(keys, pull))
  const row = lineOf(size)
  return [
    row('feed: full page', single.rates, 'pulls/s'),
    row('feed: full page, CPU time', single.cpuRates, 'pulls/s of CPU'),
    row(`feed: pull of ${pages} pages`, perPull(whole.rates, pull.size), 'pulls/s'),
    row(`feed: pull of ${pages} pages, CPU time`, perPull(whole.cpuRates, pull.size), 'pulls/s of CPU'),
  ]
}

/** Answers by the ID that they are asked for with; `banned` for none. In the order of a pull, the last says "no more". */
async function wholePull(url: string, key: string): Promise<ReadonlyMap<string, Answer>> {
  const pull = new Map<string, Answer>()
  for (let name = 'banned'; ;) {
    const answer = await ask(url, pathOf(key, name))
    pull.set(name, answer)
    if (answer.status !== 200) return pull
    const { ID } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as { ID: string }
    name = ID
  }
}

const pathOf = (key: string, name: string): string => `/api/${key}/banned${name === 'banned' ? '' : `/${name}`}`

/** Each call begins a series of its own. */
type Requests = () => () => Expected

function onePage(keys: readonly string[], pull: ReadonlyMap<string, Answer>): Requests {
  const first = pull.get('banned') ?? { status: 0, body: new Uint8Array() }
  return () => {
    let at = 0
    return () => ({ ...first, path: pathOf(keys[at++ % keys.length] ?? '', 'banned') })
  }
}

/** One subscriber after the other, each asking for all pages; several are on their way at any time. */
function wholePulls(keys: readonly string[], pull: ReadonlyMap<string, Answer>): Requests {
  const steps = [...pull]
  return () => {
    let at = 0
    return () => {
      const [name = '', answer] = steps[at % steps.length] ?? []
      const key = keys[Math.floor(at / steps.length) % keys.length] ?? ''
      at += 1
      return { status: 0, body: new Uint8Array(), ...answer, path: pathOf(key, name) }
    }
  }
}

interface Rates {
  readonly ours: number
  readonly baseline: number
}

interface Compared {
  /** Answers/s by the clock: the best round of each. */
  readonly rates: Rates
  /** Answers for each second of the server's processor time, over all rounds. */
  readonly cpuRates: Rates
}

async function compare(
  { feed, plain }: { readonly feed: BenchServer; readonly plain: BenchServer },
  count: number,
  requests: Requests,
): Promise<Compared> {
  const share = Math.ceil(count / rounds)
  const next = { feed: requests(), plain: requests() }
  // What is compiled in the first moments is not what is served from then on.
  for (const [server, ask] of [[feed, next.feed] as const, [plain, next.plain] as const])
    await drive(server.url, share, ask)
  const [ours, baseline] = [tallyOf(feed), tallyOf(plain)]
  for (let round = 0; round < rounds; round += 1) {
    await ours.round(share, next.feed)
    await baseline.round(share, next.plain)
  }
  return {
    rates: { ours: ours.best(), baseline: baseline.best() },
    cpuRates: { ours: ours.cpuRate(), baseline: baseline.cpuRate() },
  }
}

function tallyOf(server: BenchServer) {
  let best = 0
  let cpu = 0
  let answers = 0
  return {
    async round(count: number, next: () => Expected): Promise<void> {
      const before = await server.cpu()
      const took = await drive(server.url, count, next)
      cpu += (await server.cpu()) - before
      answers += count
      best = Math.max(best, count / (took / 1000))
    },
    best: () => best,
    cpuRate: () => answers / cpu,
  }
}

const perPull = ({ ours, baseline }: Rates, requests: number): Rates => ({
  ours: ours / requests,
  baseline: baseline / requests,
})

const lineOf =
  (size: number) =>
  (name: string, { ours, baseline }: Rates, unit: string): BenchResult => {
    const ratio = ours / baseline
    return { name, size: sizeText(size), ours, baseline, unit, ratio, goal: `≥ ${goal}×`, met: ratio >= goal }
  }
