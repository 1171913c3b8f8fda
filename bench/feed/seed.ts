import { openDatabase } from '../../src/feed/ledger/database.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { newSubscriber } from '../../src/feed/subscribers/subscribers.ts'
import { addresses, seedLedger } from '../../test/support/seeded-feed.ts'

/** Writes the ledger of a feed with so many addresses on its list. @returns the keys of its subscribers. */
export function seedFeed(directory: string, listed: number, subscribers: number): readonly string[] {
  seedLedger(directory, addresses(listed))
  const made = Array.from({ length: subscribers }, (_, at) => newSubscriber(`pbx-${at}`, Date.now()))
  const database = openDatabase(directory)
  const rows = subscriberRows(database)
  database.transaction(() => made.forEach(({ row }) => rows.add(row)))()
  database.close()
  return made.map(({ key }) => key)
}
