import type { Writer } from './connection.ts'

/** In the order in which they may be filled: what refers to records comes behind them. */
const tables = [
  { name: 'ledger_record', aside: 'ledger_aside', columns: 'seq, intent, subject, kind, hash, record' },
  { name: 'ban', aside: 'ban_aside', columns: 'id, address, state, proposed, life' },
  { name: 'whitelist_entry', aside: 'whitelist_entry_aside', columns: 'id, value, state, added, life' },
  { name: 'analyst', aside: 'analyst_aside', columns: 'key, name' },
] as const

/**
 * Makes the copy of the ledger that of the feed with `key`: what is held of the one followed so far is set aside, and
 * what was set aside of this one comes back. Nothing of two feeds is ever in one copy. Actions that still wait for the
 * feed that is left are dropped: they were meant for its ledger.
 *
 * @param key `undefined` for a feed that was never met: the copy is then empty until it is.
 */
export function switchFeed(store: Writer, key: string | undefined): void {
  store.transaction(() => {
    const before = store.get<{ key: string }>('SELECT key FROM ledger_feed')?.key
    if (before === key) return
    store.run('DELETE FROM outbox')
    if (before !== undefined) setAside(store, before)
    store.run('DELETE FROM ledger_feed')
    if (key !== undefined) takeBack(store, key)
  })
}

function setAside(store: Writer, feed: string): void {
  for (const { name, aside, columns } of tables) {
    // Records stay aside also while they are in use; everything else is as of now.
    const insert = `INSERT OR IGNORE INTO ${aside} (feed, ${columns}) SELECT ?, ${columns} FROM ${name}`
    store.run(insert, feed)
  }
  for (const { name } of [...tables].reverse()) store.run(`DELETE FROM ${name}`)
}

function takeBack(store: Writer, feed: string): void {
  store.run('INSERT INTO ledger_feed (one, key) VALUES (1, ?)', feed)
  for (const { name, aside, columns } of tables) {
    store.run(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${aside} WHERE feed = ?`, feed)
    if (name !== 'ledger_record') store.run(`DELETE FROM ${aside} WHERE feed = ?`, feed)
  }
}
