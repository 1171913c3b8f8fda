import type { SignedIntent } from '../../contract/ledger/intent.ts'
import { signedText, type LedgerRecord } from '../../contract/ledger/record.ts'
import { isAsked } from '../../contract/ledger/roles.ts'
import type { Clock } from '../time/clock.ts'
import { signatureHolds } from '../ledger/crypto.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { Refusal } from '../refusal.ts'
import type { Append } from './append.ts'
import type { FeedVoice } from './voice.ts'
import { judgeBan } from './ban.ts'
import type { BanRules, Judging } from './judging.ts'
import { judgePeople } from './people.ts'
import { requireRole } from './roles.ts'
import { judgeTeam } from './team.ts'
import { judgeWhitelist } from './whitelist.ts'

export interface AdmitOptions {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly voice: FeedVoice
  readonly rules: BanRules
  readonly append: Append
}

/**
 * The one way into the ledger for what a console asks. Whoever it is and whatever road it came by, bulk and API alike,
 * is judged here.
 * @returns the record; the one stored earlier when the same intent comes again
 * @throws Refusal
 */
export function createAdmit(options: AdmitOptions): (signed: SignedIntent) => LedgerRecord {
  return (signed) => {
    if (!signatureHolds(signed)) throw new Refusal('bad-signature', 'the signature does not fit the intent')
    options.ledger.requireSound()
    const known = knownRecord(options.ledger, signed)
    if (known) return known
    const now = options.clock.now()
    const consequences = judge(options, signed, now)
    const [record] = options.append([signed, ...consequences], now)
    if (!record) throw new Error('nothing was appended')
    return record
  }
}

/** A console that did not hear the answer asks again; it must get the same answer, and nothing may happen twice. */
function knownRecord(ledger: Ledger, { intent }: SignedIntent): LedgerRecord | undefined {
  const known = ledger.byIntent(intent.id)
  if (!known || signedText(known.intent) === signedText(intent)) return known
  throw new Refusal('bad-request', `intent ${intent.id} was recorded with other content`)
}

/** @returns what the feed itself does in consequence, in the same transaction. */
function judge(
  { ledger: { state }, clock, voice, rules }: AdmitOptions,
  { intent }: SignedIntent,
  now: number,
): readonly SignedIntent[] {
  if (!isAsked(intent)) throw new Refusal('forbidden', `only the feed itself may record ${intent.kind}`)
  requireRole(state, intent)
  const judging: Judging = { state, rules, voice, now, latest: clock.latest() }
  switch (intent.kind) {
    case 'whitelist.added':
    case 'whitelist.changed':
    case 'whitelist.removed':
      return judgeWhitelist(judging, intent)
    case 'analyst.invited':
    case 'analyst.uninvited':
    case 'analyst.admitted':
    case 'analyst.changed':
    case 'analyst.removed':
      return judgePeople(judging, intent)
    case 'label.changed':
    case 'campaign.created':
    case 'campaign.changed':
    case 'campaign.sources-added':
    case 'campaign.sources-removed':
    case 'campaign.removed':
      return judgeTeam(judging, intent)
    default:
      return judgeBan(judging, intent)
  }
}
