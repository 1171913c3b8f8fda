import { createHash } from 'node:crypto'
import { publicKey } from '../../contract/ledger/intents/fields.ts'
import { personName, roles } from '../../contract/ledger/intents/people.ts'
import { normalCode } from '../../contract/ledger/invitation.ts'
import type { Invitation } from '../../contract/ledger/life/people.ts'
import type { Clock } from '../time/clock.ts'
import { isCanonical } from '../ledger/crypto.ts'
import type { LedgerState } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import type { Append } from './append.ts'
import type { FeedVoice } from './voice.ts'

export interface EnrolOptions {
  readonly state: LedgerState
  readonly clock: Clock
  readonly voice: FeedVoice
  readonly append: Append
}

/** Names a console's key in the ledger. A key that is known stays as it is. @throws Refusal */
export type Enrol = (key: string, name: string, code?: string) => void

const mostWrongCodes = 5

/**
 * The first key founds the team. Whoever comes later needs an invitation: the console token alone must not be enough to
 * become a second person.
 */
export function createEnrol({ state, clock, voice, append }: EnrolOptions): Enrol {
  /** Wrong codes since an invitation was made. In memory: who has only the token cannot restart the feed. */
  const wrong = new Map<string, number>()

  const open = (): readonly Invitation[] =>
    [...state.invitations.values()].filter((each) => each.state === 'open' && each.expiresAt > clock.now())

  /** A code says nothing about whose it was meant to be, so it counts against every open invitation. */
  const countWrong = (invitations: readonly Invitation[]): void => {
    for (const { id } of invitations) wrong.set(id, (wrong.get(id) ?? 0) + 1)
    const ended = invitations.filter(({ id }) => (wrong.get(id) ?? 0) >= mostWrongCodes)
    const reason = `${mostWrongCodes} wrong codes were tried`
    if (ended.length > 0)
      append(
        ended.map(({ id }) => voice.say('analyst.uninvited', id, { reason })),
        clock.now(),
      )
    for (const { id } of ended) wrong.delete(id)
  }

  return (key, name, code) => {
    requireKey(key)
    const known = state.people.get(key)
    if (known && known.state !== 'removed') return
    if (state.people.size === 0) {
      append([voice.say('analyst.enrolled', key, { name: requireName(name), roles: [...roles] })], clock.now())
      return
    }
    if (code === undefined) throw new Refusal('forbidden', whyNot(key, known !== undefined))
    const invitations = open()
    const hash = createHash('sha256').update(normalCode(code)).digest('hex')
    const invitation = invitations.find(({ codeHash }) => codeHash === hash)
    if (!invitation) {
      countWrong(invitations)
      throw new Refusal('forbidden', 'no open invitation has this code: ask a publisher for a new one')
    }
    const { name: agreed, id } = invitation
    append([voice.say('analyst.enrolled', key, { name: agreed, roles: ['auditor'], invitation: id })], clock.now())
  }
}

function requireKey(key: string): void {
  if (!publicKey.safeParse(key).success || !isCanonical(key)) throw new Refusal('bad-request', 'not an Ed25519 key')
}

function requireName(name: string): string {
  const parsed = personName.safeParse(name)
  if (!parsed.success) throw new Refusal('bad-request', 'a name has 1 to 80 printable characters')
  return parsed.data
}

function whyNot(key: string, removed: boolean): string {
  const why = removed ? 'this console’s key was removed from the team' : 'this feed has a team already'
  return `${why}: ask a publisher for an invitation code (the key is ${key})`
}
