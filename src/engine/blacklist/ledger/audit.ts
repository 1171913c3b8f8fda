import type { AuditPart, AuditRow } from '../../../contract/console/audit.ts'
import type { Page } from '../../../contract/console/vocabulary.ts'
import type { Intent } from '../../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Reading } from '../../readers/reading.ts'
import type { LedgerReader } from '../../store/ledger-mirror.ts'
import { fingerprintOf } from '../feed/identity.ts'
import { authorName } from '../bans/names.ts'
import { noteOf } from '../bans/whole.ts'

interface Wanted {
  readonly about?: string | undefined
  readonly part?: AuditPart | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Who did what when, newest first, straight from our copy of the ledger. */
export function auditPage({ ledger }: Reading, { about, part, cursor, limit }: Wanted): Page<AuditRow> {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
  if (!Number.isSafeInteger(before)) throw new RpcError('bad-request', 'this is no place in the ledger')
  const records = ledger.recordsBefore(before, { about, part }, limit)
  const last = records.at(-1)
  return {
    rows: records.map((record) => auditRow(record, ledger)),
    ...(last && records.length === limit ? { next: String(last.seq) } : {}),
  }
}

function auditRow({ seq, recordedAt, intent, hash, previous }: LedgerRecord, ledger: LedgerReader): AuditRow {
  return {
    ...{ seq, time: recordedAt, kind: intent.kind, subject: intent.subject, hash, previous },
    author: authorName(intent.author, ledger),
    about: aboutOf(intent, ledger),
    note: noteOf(intent) || factsOf(intent),
    ...(intent.kind === 'ban.held' ? { until: intent.body.until } : {}),
  }
}

function aboutOf({ kind, subject, body }: Intent, ledger: LedgerReader): string {
  if ('address' in body) return body.address
  if ('value' in body) return body.value
  if (kind.startsWith('ban.')) return ledger.ban(subject)?.proposal.address ?? subject
  if (kind.startsWith('whitelist.')) return ledger.entry(subject)?.addition.value ?? subject
  if ('name' in body && body.name !== undefined) return body.name
  if (kind.startsWith('analyst.')) return ledger.analystName(subject) ?? keyText(subject)
  if (kind === 'label.changed') return sourcesText(body.sources)
  return kind.startsWith('campaign.') ? campaignName(subject, ledger) : subject
}

/** An invitation is known by its id alone. */
const keyText = (subject: string): string => (subject.length === 43 ? fingerprintOf(subject) : subject)

function campaignName(subject: string, ledger: LedgerReader): string {
  const named = ledger
    .recordsAbout(subject)
    .flatMap(({ intent: { body } }) => ('name' in body ? (body.name ?? []) : []))
  return named.at(-1) ?? subject
}

const sourcesText = ([first = '', ...rest]: readonly string[]): string =>
  rest.length === 0 ? first : `${first} and ${rest.length} more`

/** What stands in a record that gives no reason. */
function factsOf({ kind, body }: Intent): string {
  switch (kind) {
    case 'ban.held':
      return body.solo ? 'solo mode' : ''
    case 'analyst.invited':
    case 'analyst.enrolled':
    case 'analyst.admitted':
      return body.roles.join(', ')
    case 'analyst.changed':
      return body.roles?.join(', ') ?? ''
    case 'policy.changed':
      return `${body.solo ? 'solo mode' : 'four eyes'}, hold ${body.holdSeconds} s`
    case 'label.changed':
      return [...body.add.map((label) => `+${label}`), ...body.remove.map((label) => `−${label}`)].join(' ')
    case 'campaign.sources-added':
    case 'campaign.sources-removed':
      return sourcesText(body.sources)
    default:
      return ''
  }
}
