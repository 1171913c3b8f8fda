import type { Writer } from './connection.ts'
import { noFeed } from './team/base.ts'
import { rememberOffer } from './team/own.ts'
import { showAnew } from './team/shown.ts'

/** In the order in which they may be filled: what refers to records comes behind them. */
const tables = [
  { name: 'ledger_record', aside: 'ledger_aside', columns: 'seq, intent, subject, kind, hash, record' },
  { name: 'ban', aside: 'ban_aside', columns: 'id, address, state, proposed, life' },
  { name: 'whitelist_entry', aside: 'whitelist_entry_aside', columns: 'id, value, state, added, life' },
  { name: 'analyst', aside: 'analyst_aside', columns: 'key, name' },
] as const

/**
 * Makes the copy of the ledger that of the feed with `key`: what is held of the one followed so far is set aside, and
 * what was set aside of this one comes back. Nothing of two feeds is ever in one copy. Labels and campaigns that still
 * wait for the feed that is left wait for it aside; other actions are dropped: bans would be out of date.
 *
 * @param key `undefined` for a feed that was never met: the copy is then empty until it is.
 * @param offerFrom the feed of which labels and campaigns will be offered to this one (team/own.ts); `noFeed` for one
 * that was never met. Absent: none will.
 */
export function switchFeed(store: Writer, key: string | undefined, offerFrom?: string): void {
  store.transaction(() => {
    const before = feedKey(store)
    if (before === key) return
    store.run(teamAside, before ?? noFeed)
    store.run('DELETE FROM outbox')
    if (before !== undefined) setAside(store, before)
    store.run('DELETE FROM ledger_feed')
    if (key !== undefined) takeBack(store, key)
    store.run(teamBack, key ?? noFeed)
    store.run('DELETE FROM outbox_aside WHERE feed = ?', key ?? noFeed)
    rememberOffer(store, offerFrom)
    showAnew(store)
  })
}

const teamAside = `INSERT INTO outbox_aside (feed, position, intent, subject, kind, signed, state)
  SELECT ?, position, intent, subject, kind, signed, state FROM outbox
  WHERE state = 'waiting' AND (kind GLOB 'label.*' OR kind GLOB 'campaign.*')`
const teamBack = `INSERT INTO outbox (intent, subject, kind, signed, state)
  SELECT intent, subject, kind, signed, state FROM outbox_aside WHERE feed = ? ORDER BY position`

/**
 * Sets the copy of the ledger aside for good and begins another of the same feed: it went on from a backup, and what it
 * records now contradicts what is held. What waits in the outbox waits on. Labels and campaigns are as the new copy says.
 */
export function beginCopyAnew(store: Writer): void {
  store.transaction(() => {
    const key = feedKey(store)
    if (key === undefined) return
    setAside(store, key)
    const branch = Number(store.get<{ value: string }>(readBranch, branchKey(key))?.value ?? 0) + 1
    store.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', branchKey(key), String(branch))
    for (const table of ['team_label', 'team_campaign', 'team_campaign_source'])
      store.run(`DELETE FROM ${table} WHERE feed = ?`, key)
    showAnew(store)
  })
}

const feedKey = (store: Writer): string | undefined => store.get<{ key: string }>('SELECT key FROM ledger_feed')?.key

/** How often the feed with `key` was followed anew. */
const branchKey = (key: string): string => `ledger-branch:${key}`
const readBranch = 'SELECT value FROM meta WHERE key = ?'

/** Under which name a feed's ledger stands aside: each of its branches has one of its own. */
function nameAside(store: Writer, key: string): string {
  const branch = store.get<{ value: string }>(readBranch, branchKey(key))?.value
  return branch === undefined ? key : `${key}#${branch}`
}

function setAside(store: Writer, key: string): void {
  const feed = nameAside(store, key)
  for (const { name, aside, columns } of tables) {
    // Records stay aside also while they are in use; everything else is as of now.
    const insert = `INSERT OR IGNORE INTO ${aside} (feed, ${columns}) SELECT ?, ${columns} FROM ${name}`
    store.run(insert, feed)
  }
  // A record leaves only where the very same stands aside under the name in use.
  store.run('UPDATE ledger_feed SET key = ?', feed)
  for (const { name } of [...tables].reverse()) store.run(`DELETE FROM ${name}`)
  store.run('UPDATE ledger_feed SET key = ?', key)
}

function takeBack(store: Writer, key: string): void {
  store.run('INSERT INTO ledger_feed (one, key) VALUES (1, ?)', key)
  const feed = nameAside(store, key)
  for (const { name, aside, columns } of tables) {
    store.run(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${aside} WHERE feed = ?`, feed)
    if (name !== 'ledger_record') store.run(`DELETE FROM ${aside} WHERE feed = ?`, feed)
  }
}
