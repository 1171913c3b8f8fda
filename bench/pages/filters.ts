import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Query } from '../../src/contract/console/explore.ts'
import type { Ask } from './page.ts'

/** Twenty filters as analysts type them: each is checked, with its hits counted, and shows its first page of dialogs. */
export async function filterPages(client: ConsoleClient, to: number): Promise<readonly Ask[]> {
  return (await filters(client, to)).map((filter) => {
    const query: Query = { filter, zone: 'UTC', answers: false }
    return {
      name: filter.replaceAll(/(\d{4}-\d\d-\d\dT\d\d):[\d:.]+Z/g, '$1'),
      ask: (asked) => Promise.all([asked.call('explore.check', { query }), asked.call('explore.dialogs', { query })]),
    }
  })
}

async function filters(client: ConsoleClient, to: number): Promise<readonly string[]> {
  const [busiest] = (await client.call('sources.page', { order: 'messages', limit: 1 })).rows
  const address = busiest?.address ?? ''
  const core = await dialledMost(client)
  const { rows: dialogs } = await client.call('dialogs.page', { source: address })
  const callId = dialogs.find((dialog) => dialog.callId !== '')?.callId ?? 'unknown'
  const time = (before: number): string => new Date(to - before).toISOString()
  const hour = 3_600_000
  return [
    'method:INVITE',
    'country:NL,RU',
    `src:${address}`,
    'src:185.0.0.0/8',
    `num:${core}`,
    `num:*${core.slice(-6)}`,
    'prefix:900',
    'user:1001',
    'auth:*',
    'tool:sipvicious -country:US',
    'class:toll-fraud risk:>=high',
    'ua:*scanner*',
    'code:403',
    'rr:* method:INVITE',
    'malformed:yes',
    `verdict:critical,high since:${time(24 * hour)}`,
    `at:${time(30 * hour)}..${time(29 * hour)} method:REGISTER`,
    '(method:INVITE or tool:sipvicious) and not country:DE',
    `callid:"${callId}"`,
    `seen:>=${time(72 * hour)} ban:no class:password-guessing,extension-enumeration`,
  ]
}

export async function dialledMost(client: ConsoleClient): Promise<string> {
  const query: Query = { filter: 'num:*', zone: 'UTC', answers: false }
  const [row] = (await client.call('explore.numbers', { query, limit: 1 })).rows
  if (!row) throw new Error('nothing was dialled')
  return row.core
}
