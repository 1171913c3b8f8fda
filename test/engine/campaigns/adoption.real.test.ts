import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { LedgerRecord } from '../../../src/contract/ledger/record.ts'
import { readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { startFeed, type FeedProcess } from '../../support/feed-process.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const hosts = Array.from({ length: 1_203 }, (_, at) => `10.7.${at >> 8}.${at & 255}`)

/** Labels and campaigns as a console kept them for itself. */
function writeFormat7(directory: string): void {
  const store = openStore({ directory, migrations: readMigrations().slice(0, 7) })
  const { writer } = store
  writer.transaction(() => {
    for (const [at, address] of hosts.entries()) {
      writer.run('INSERT INTO label (address, text, added_at) VALUES (?, ?, 5)', address, at % 3 === 0 ? 'ours' : 'pbx')
      if (at % 4 === 0) writer.run('INSERT INTO label (address, text, added_at) VALUES (?, ?, 5)', address, 'research')
    }
    const begin = 'INSERT INTO campaign (name, note, created_at, updated_at) VALUES (?, ?, ?, 2000)'
    for (const [at, name] of ['one', 'gone', 'many', 'gone too'].entries())
      writer.run(begin, name, `of ${name}`, 1000 + at)
    writer.run("DELETE FROM campaign WHERE name GLOB 'gone*'")
    for (const address of hosts.slice(0, 1_100))
      writer.run('INSERT INTO campaign_source (campaign, address, added_at) VALUES (3, ?, 5)', address)
    writer.run("INSERT INTO campaign_source (campaign, address, added_at) VALUES (1, '192.0.2.9', 5)")
  })
  store.close()
}

function shownIn({ reader }: Store): unknown {
  return {
    labels: reader.all('SELECT address, text FROM label ORDER BY address, text'),
    campaigns: reader.all('SELECT id, name, note, created_at AS createdAt FROM campaign ORDER BY id'),
    sources: reader.all('SELECT campaign, address FROM campaign_source ORDER BY campaign, address'),
  }
}

function look<Seen>(directory: string, migrations: number, see: (store: Store) => Seen): Seen {
  const store = openStore({ directory, migrations: readMigrations().slice(0, migrations) })
  try {
    return see(store)
  } finally {
    store.close()
  }
}

async function run(directory: string, { url, token }: FeedProcess, at: number): Promise<number | 'killed'> {
  const program = join(import.meta.dirname, 'adopting-child.ts')
  const child = spawn(process.execPath, [program, directory, url, token, String(at)], { stdio: 'pipe' })
  let [out, err] = ['', '']
  child.stdout.on('data', (part: Buffer) => (out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (err += part.toString()))
  await once(child, 'close')
  if (child.signalCode === 'SIGKILL') return 'killed'
  expect({ code: child.exitCode, err }).toEqual({ code: 0, err: '' })
  return Number(out)
}

async function ledgerOf({ url, token }: FeedProcess): Promise<readonly LedgerRecord[]> {
  const answer = await fetch(`${url}/ledger/records?limit=500`, { headers: { authorization: `Bearer ${token}` } })
  return ((await answer.json()) as { records: LedgerRecord[] }).records
}

const sorted = (list: readonly string[]): readonly string[] => [...list].sort()

test('what an older console kept for itself is proposed once, wherever its proposing is killed', async () => {
  const [directory, remove] = temporaryDirectory()
  const feed = await startFeed({ solo: true })
  stops.push(remove, () => feed.stop())
  writeFormat7(directory)
  const before = look(directory, 7, shownIn)

  // In the upgrade, at the first meeting, and then a record or two further each time.
  const heldAt: number[] = []
  for (const at of [4, 12, 3, 9, 14, 16, 17, 18, 19, 20])
    if ((await run(directory, feed, at)) === 'killed') heldAt.push((await ledgerOf(feed)).length)
  expect(await run(directory, feed, -1)).toBeGreaterThan(0)
  expect(look(directory, readMigrations().length, shownIn)).toEqual(before)

  const intents = (await ledgerOf(feed)).map(({ intent }) => intent)
  // Founding is two records; there were ends before any proposal, and between two.
  expect([heldAt.length > 4, heldAt[0], heldAt.some((held) => held > 2 && held < intents.length)]).toEqual([
    true,
    1,
    true,
  ])
  const said = intents.flatMap(({ kind, body }) =>
    kind === 'label.changed' ? body.sources.flatMap((source) => body.add.map((word) => `${source} ${word}`)) : [],
  )
  const { labels } = before as { labels: { address: string; text: string }[] }
  expect(sorted(said)).toEqual(sorted(labels.map(({ address, text }) => `${address} ${text}`)))
  const begun = intents.flatMap((intent) => (intent.kind === 'campaign.created' ? [intent] : []))
  expect(begun.map(({ body }) => body)).toEqual([
    { name: 'one', note: 'of one', since: 1000 },
    { name: 'many', note: 'of many', since: 1002 },
  ])
  const added = intents.flatMap((intent) => (intent.kind === 'campaign.sources-added' ? [intent] : []))
  const many = added.filter(({ subject }) => subject === begun[1]?.subject).flatMap(({ body }) => body.sources)
  expect(sorted(many)).toEqual(sorted(hosts.slice(0, 1_100)))
  expect(Math.max(...added.map(({ body }) => body.sources.length))).toBe(500)
  expect(await run(directory, feed, -1)).toBeGreaterThan(0)
  expect(await ledgerOf(feed)).toHaveLength(intents.length)
})
