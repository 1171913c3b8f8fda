import type { Reader, Writer } from '../connection.ts'
import { noFeed } from './base.ts'

const offerKey = 'offer-own'

/** @param from see switchFeed. */
export function rememberOffer(writer: Writer, from: string | undefined): void {
  writer.run('DELETE FROM meta WHERE key = ?', offerKey)
  if (from !== undefined) writer.run('INSERT INTO meta (key, value) VALUES (?, ?)', offerKey, from)
}

/** The feed of which labels and campaigns are to be offered to the one in use. */
export const rememberedOffer = (reader: Reader): string | undefined =>
  reader.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', offerKey)?.value

const anyOwn = `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM team_label WHERE feed = '${noFeed}')
  OR EXISTS (SELECT 1 FROM team_campaign WHERE feed = '${noFeed}')`

/** Is there something that no feed knows? */
export const hasOwn = (reader: Reader): boolean => reader.get(anyOwn) !== undefined

export function forgetOwn(writer: Writer): void {
  for (const table of ['team_label', 'team_campaign', 'team_campaign_source'] as const)
    writer.run(`DELETE FROM ${table} WHERE feed = '${noFeed}'`)
}
