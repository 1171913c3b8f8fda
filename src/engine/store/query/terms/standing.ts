import type { BanState } from '../../../../contract/console/vocabulary.ts'
import { parseNetwork } from '../../../../contract/ledger/address.ts'
import type { SignedIntent } from '../../../../contract/ledger/intent.ts'
import { isLive, shownState, type BanLife, type BanLifeState } from '../../../../contract/ledger/life/ban.ts'
import type { WhitelistLife } from '../../../../contract/ledger/life/whitelist.ts'
import { modeOf } from '../../../../contract/ledger/whitelist.ts'
import type { FieldName } from '../../../../filter/fields.ts'
import type { Test } from '../../../../filter/filter.ts'
import type { Reader } from '../../connection.ts'
import { sourcesCovered } from '../../covered.ts'
import { setCondition, type Condition } from '../condition.ts'
import type { Run } from '../run.ts'
import { complement } from '../sets.ts'
import { textsTest, timeTest } from '../values.ts'
import { idsNamed, sourceSet, sourcesInside, sourcesNamed } from './addresses.ts'

/** Where the ban of a source stands: as lists show it, by its own ban or that of a range it is in. */
export interface SourceBan {
  readonly state: BanState
  /** UTC milliseconds; while it is on the list or was. */
  readonly expiresAt?: number | undefined
}

/** The condition of a term on what analysts decided about a source. */
export function standingTerm(run: Run, field: FieldName, test: Test): Condition {
  const { reader } = run
  if (field === 'whitelisted') {
    const fits = textsTest(field, test)
    const without = fits(['no'])
    const odd = [...whitelisted(run)].flatMap(([id, words]) => (fits(words) === without ? [] : id))
    const ids = sourceSet(reader, odd)
    return setCondition('sources', without ? complement(ids) : ids)
  }
  const fits = banTest(field, test)
  const bans = sourceBans(reader)
  const without = fits(undefined)
  const odd = [...bans].flatMap(([id, ban]) => (fits(ban) === without ? [] : id))
  const ids = sourceSet(reader, odd)
  return setCondition('sources', without ? complement(ids) : ids)
}

function banTest(field: FieldName, test: Test): (ban: SourceBan | undefined) => boolean {
  if (field === 'expires') {
    const fits = timeTest(test)
    return (ban) => fits(ban?.expiresAt)
  }
  const fits = textsTest(field, test)
  if (field === 'state') return (ban) => fits(ban && [ban.state])
  return (ban) => fits(banWords(ban))
}

/** `yes` while it is proposed, on its way or on the list. */
function banWords(ban: SourceBan | undefined): readonly string[] {
  if (!ban) return ['no']
  return [standsNow(ban.state) ? 'yes' : 'no', ban.state]
}

const standsNow = (state: BanState): boolean => state === 'queued' || isLive(state)

interface BanRow {
  readonly address: string
  readonly life: string
}

type Bans = Map<number, SourceBan>

/** Every source that has a ban, by its id. What holds now outranks how an earlier ban of the address ended. */
export function sourceBans(reader: Reader): ReadonlyMap<number, SourceBan> {
  const rows = reader.all<BanRow>('SELECT address, life FROM ban ORDER BY proposed')
  const bans = ownBans(reader, rows)
  for (const [id, ban] of rangeBans(reader, rows)) {
    const own = bans.get(id)
    if (own === undefined || !isLive(own.state as BanLifeState)) bans.set(id, ban)
  }
  for (const id of sourcesNamed(reader, queuedAddresses(reader))) bans.set(id, { state: 'queued' })
  return bans
}

/** The newest of each address. */
function ownBans(reader: Reader, rows: readonly BanRow[]): Bans {
  const byAddress = new Map(rows.map((row) => [row.address, banOf(row)]))
  const bans: Bans = new Map()
  for (const { id, address } of idsNamed(reader, [...byAddress.keys()])) {
    const ban = byAddress.get(address)
    if (ban) bans.set(id, ban)
  }
  return bans
}

/** Of ranges only bans that are on their way or in force count; the newest comes last. */
function rangeBans(reader: Reader, rows: readonly BanRow[]): Bans {
  const bans: Bans = new Map()
  for (const row of rows) {
    const ban = banOf(row)
    const network =
      row.address.includes('/') && isLive(ban.state as BanLifeState) ? parseNetwork(row.address) : undefined
    for (const id of network ? sourcesInside(reader, network) : []) bans.set(id, ban)
  }
  return bans
}

function banOf({ life }: BanRow): SourceBan {
  const { state, expiresAt } = JSON.parse(life) as BanLife
  return { state: shownState(state), expiresAt }
}

function queuedAddresses(reader: Reader): string[] {
  const rows = reader.all<{ readonly signed: string }>("SELECT signed FROM outbox WHERE kind = 'ban.proposed'")
  return rows.flatMap(({ signed }) => {
    const { intent } = JSON.parse(signed) as SignedIntent
    return intent.kind === 'ban.proposed' ? intent.body.address : []
  })
}

/** What is said of each source that an entry covers that is in force; of what only hides, both. */
function whitelisted(run: Run): ReadonlyMap<number, readonly string[]> {
  const rows = run.reader.all<{ readonly life: string }>("SELECT life FROM whitelist_entry WHERE state = 'active'")
  const words = new Map<number, readonly string[]>()
  for (const { life } of rows) {
    const { addition } = JSON.parse(life) as WhitelistLife
    const hides = modeOf(addition) === 'hide'
    for (const id of addition.expiresAt > run.now ? sourcesCovered(addition, run) : [])
      if (hides || !words.has(id)) words.set(id, hides ? ['yes', 'hidden'] : ['yes'])
  }
  return words
}
