import { contains, parseNetwork } from '../../src/contract/ledger/address.ts'
import type { FieldName } from '../../src/filter/fields.ts'
import {
  classCodes,
  directionCodes,
  proofCodes,
  severityCodes,
  toolCodes,
  transportCodes,
} from '../../src/engine/store/codes.ts'
import type { Reader } from '../../src/engine/store/connection.ts'
import { plainSystem } from './systems.ts'

/** One stored message with everything around it, as plain values. Times in microseconds. */
export interface PlainMessage {
  readonly id: number
  readonly time: number
  readonly source: PlainSource
  readonly direction: 'in' | 'out'
  readonly dialog: number
  readonly size: number
  /** Each field of the filter language as texts; without a value the list is missing. */
  readonly texts: Partial<Record<FieldName, readonly string[]>>
  readonly status: number | undefined
  readonly named: boolean
  readonly guessed: boolean
  readonly dialled: { readonly core: string; readonly prefix: string } | undefined
  readonly fingerprint: string | undefined
  readonly tool: string
}

export interface PlainSource {
  readonly id: number
  readonly address: string
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly verdict: string
  readonly country: string | undefined
  /** Number of its autonomous system. */
  readonly system: number | undefined
  readonly labels: readonly string[]
  readonly campaigns: readonly string[]
  readonly ban: { readonly state: string; readonly expiresAt: number | undefined } | undefined
  /** What is said of it. */
  readonly whitelisted: readonly string[]
}

type Row = Readonly<Record<string, string | number | null>>

/** Reads a store into memory, without any of what answers filters. */
export function readPlainly(reader: Reader, now: number): readonly PlainMessage[] {
  const texts = (table: string): Map<number, string> =>
    new Map(reader.all<{ id: number; text: string }>(`SELECT id, text FROM ${table}`).map(({ id, text }) => [id, text]))
  const [methods, agents, users, prints] = [texts('method'), texts('user_agent'), texts('user'), texts('fingerprint')]
  const [numbers, prefixes] = [texts('number'), texts('prefix')]
  const byId = (sql: string): Map<number, Row> => new Map(reader.all<Row>(sql).map((row) => [Number(row.id), row]))
  const dialled = byId('SELECT * FROM dialled')
  const named = byId('SELECT * FROM named')
  const guesses = byId('SELECT * FROM guess')
  const dialogs = byId('SELECT * FROM dialog')
  const sensors = byId('SELECT * FROM sensor')
  const listeners = byId('SELECT * FROM listener')
  const sources = plainSources(reader, now)
  const one = (map: Map<number, string>, id: unknown): string[] | undefined =>
    id === null || id === undefined ? undefined : [map.get(Number(id)) ?? '']
  return reader.all<Row>('SELECT * FROM event_row ORDER BY id').map((row): PlainMessage => {
    const sensor = sensors.get(Number(row.sensor))
    const dialog = dialogs.get(Number(row.dialog))
    const names = row.named === null ? undefined : named.get(Number(row.named))
    const userIds = JSON.parse(String(names?.users ?? '[]')) as number[]
    const guessIds = JSON.parse(String(names?.guesses ?? '[]')) as number[]
    const number = row.dialled === null ? undefined : dialled.get(Number(row.dialled))
    const source = sources.get(Number(row.source))
    if (!source) throw new Error('an event without a source')
    const passwords = guessIds.flatMap((id) => guesses.get(id)?.password ?? []).map(String)
    const fingerprint = one(prints, row.fingerprint)
    return {
      id: Number(row.id),
      time: Number(row.time),
      source,
      direction: directionCodes.decode(Number(row.direction)),
      dialog: Number(row.dialog),
      size: Number(row.size),
      status: row.status === null ? undefined : Number(row.status),
      named: userIds.length > 0,
      guessed: guessIds.length > 0,
      dialled:
        row.dialled === null
          ? undefined
          : { core: numbers.get(Number(number?.number)) ?? '', prefix: prefixes.get(Number(number?.prefix)) ?? '' },
      fingerprint: fingerprint?.[0],
      tool: toolCodes.decode(Number(row.tool)),
      texts: without({
        sensor: [String(sensor?.name)],
        region: [String(sensor?.region)],
        dst: [String(listeners.get(Number(row.listener))?.address)],
        method: one(methods, row.method),
        transport: [transportCodes.decode(Number(row.transport))],
        ua: one(agents, row.user_agent),
        tool: [toolCodes.decode(Number(row.tool))],
        class: [classCodes.decode(Number(row.class))],
        risk: [severityCodes.decode(Number(row.severity))],
        rr: [proofCodes.decode(Number(row.proof))],
        malformed: [row.fault === null ? 'no' : 'yes'],
        fingerprint,
        dir: [directionCodes.decode(Number(row.direction))],
        user: userIds.flatMap((id) => users.get(id) ?? []),
        auth: passwords,
        callid: dialog?.call_id === '' ? undefined : [String(dialog?.call_id)],
        from: one(users, dialog?.caller),
        to: one(users, dialog?.callee),
      }),
    }
  })
}

const without = (
  texts: Partial<Record<FieldName, readonly string[] | undefined>>,
): Partial<Record<FieldName, readonly string[]>> =>
  Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined))

function plainSources(reader: Reader, now: number): Map<number, PlainSource> {
  const places = new Map(reader.all<Row>('SELECT * FROM place').map((row) => [row.id, String(row.country)]))
  const labels = reader.all<{ address: string; text: string }>('SELECT * FROM label')
  const campaigns = reader.all<{ address: string; name: string }>(
    'SELECT x.address, c.name FROM campaign_source x, campaign c WHERE c.id = x.campaign',
  )
  const bans = reader.all<{ address: string; life: string }>('SELECT address, life FROM ban ORDER BY proposed')
  const entries = reader.all<{ life: string }>('SELECT life FROM whitelist_entry')
  return new Map(
    reader.all<Row>('SELECT * FROM source').map((row): [number, PlainSource] => {
      const address = String(row.address)
      return [
        Number(row.id),
        {
          id: Number(row.id),
          address,
          firstSeen: Number(row.first_seen),
          lastSeen: Number(row.last_seen),
          messages: Number(row.messages),
          verdict: severityCodes.decode(Number(row.verdict)),
          country: row.place === null ? undefined : places.get(row.place),
          system: plainSystem(address),
          labels: labels.filter((label) => label.address === address).map(({ text }) => text),
          campaigns: campaigns.filter((campaign) => campaign.address === address).map(({ name }) => name),
          ban: banOf(address, bans),
          whitelisted: whitelistWords(
            entries
              .map(({ life }) => JSON.parse(life) as PlainEntry)
              .filter(({ state, addition }) => state === 'active' && addition.expiresAt > now)
              .filter(({ addition }) => inNetwork(addition.value, address)),
          ),
        },
      ]
    }),
  )
}

interface PlainEntry {
  readonly state: string
  readonly addition: { readonly value: string; readonly expiresAt: number; readonly mode?: string }
}

function whitelistWords(entries: readonly PlainEntry[]): readonly string[] {
  if (entries.length === 0) return ['no']
  return entries.some(({ addition }) => addition.mode === 'hide') ? ['yes', 'hidden'] : ['yes']
}

export const live = ['proposed', 'approved', 'held', 'published']

function banOf(address: string, bans: readonly { address: string; life: string }[]): PlainSource['ban'] {
  const lives = bans.map((ban) => ({ ...ban, ...(JSON.parse(ban.life) as { state: string; expiresAt?: number }) }))
  const own = lives.findLast((ban) => ban.address === address)
  const range = lives.findLast(
    (ban) => ban.address.includes('/') && live.includes(ban.state) && inNetwork(ban.address, address),
  )
  const ban = own && live.includes(own.state) ? own : (range ?? own)
  return ban && { state: ban.state === 'approved' ? 'held' : ban.state, expiresAt: ban.expiresAt }
}

export function inNetwork(outer: string, inner: string): boolean {
  const [network, host] = [parseNetwork(outer), parseNetwork(inner)]
  return network !== undefined && host !== undefined && contains(network, host)
}
