import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto'
import {
  intent as intentSchema,
  type Intent,
  type RecordKind,
  type SignedIntent,
} from '../../src/contract/ledger/intent.ts'
import type { BanProposal } from '../../src/contract/ledger/intents/ban.ts'
import { roles as allRoles, type Role } from '../../src/contract/ledger/intents/people.ts'
import { newCode, normalCode } from '../../src/contract/ledger/invitation.ts'
import { orderText, type Order, type SignedOrder } from '../../src/contract/ledger/order.ts'
import { signedText, type LedgerRecord } from '../../src/contract/ledger/record.ts'

/** Who a console is to the ledger: its key. */
export interface Author {
  readonly key: string
  sign(intent: Intent): SignedIntent
  /** A new intent, signed. */
  intend(kind: RecordKind, subject: string, body: unknown): SignedIntent
  order(action: Order['action'], subject: string, time?: number, sensors?: readonly string[]): SignedOrder
}

export function createAuthor(): Author {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'jwk' }).x ?? ''
  const signIntent = (intent: Intent): SignedIntent => ({
    intent,
    signature: signature(signedText(intent), privateKey),
  })
  return {
    key,
    sign: signIntent,
    intend: (kind, subject, body) =>
      signIntent(
        intentSchema.parse({ version: 1, id: randomUUID(), time: Date.now(), author: key, subject, kind, body }),
      ),
    order(action, subject, time = Date.now(), sensors) {
      const made: Order = { version: 1, id: randomUUID(), time, author: key, action, subject }
      const order = sensors ? { ...made, sensors: [...sensors] } : made
      return { order, signature: signature(orderText(order), privateKey) }
    },
  }
}

const signature = (text: string, key: KeyObject): string => sign(null, Buffer.from(text), key).toString('base64url')

export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

/** What a founder signs to let `newcomer` in; `enrol` is called in between, with the code. */
export function invitationOf(founder: Author, name: string, now: number, roles: readonly Role[] = allRoles) {
  const code = newCode(randomBytes)
  const body = { codeHash: hashOf(normalCode(code)), name, roles, expiresAt: now + hour }
  return { code, invited: founder.intend('analyst.invited', randomUUID(), body) }
}

export const hour = 3_600_000

/** A proposal that the feed takes. */
export function proposalOf(address: string, changes: Partial<BanProposal> = {}): BanProposal {
  return {
    address,
    reason: 'Dials premium numbers through every prefix',
    duration: 24 * hour,
    proof: 'nonce',
    counts: { messages: 900, dialogs: 300, sensors: 2 },
    verdict: { severity: 'high', reasons: ['Tried 41 prefixes in front of one number'] },
    evidence: [
      { time: 1_700_000_000_000, sensor: 'berlin', sha256: 'ab'.repeat(32), summary: 'INVITE 9011…', role: 'worst' },
    ],
    ...changes,
  }
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A console's HTTP side, as a program without the console would write it. */
export interface LedgerClient {
  readonly author: Author
  call(method: string, path: string, body?: unknown): Promise<Answer>
  post(signed: SignedIntent): Promise<Answer>
  /** @throws when the feed refuses. */
  record(kind: RecordKind, subject: string, body: unknown): Promise<LedgerRecord>
  /** Proposes and approves. @returns the ban's id. */
  ban(address: string, changes?: Partial<BanProposal>): Promise<string>
  records(): Promise<LedgerRecord[]>
  addSubscriber(name: string): Promise<{ id: string; key: string }>
  removeSubscriber(id: string): Promise<void>
}

/** Enrols an author at the feed: its first, one it knows, or one invited and admitted by `inviter`. */
export async function connectConsole(
  { url, token, founder }: { readonly url: string; readonly token: string; readonly founder?: Author },
  name = 'Ada',
  author: Author = founder ?? createAuthor(),
  inviter?: LedgerClient,
): Promise<LedgerClient> {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}/ledger/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...init,
    })
    return { status: response.status, body: await response.json() }
  }
  const expectOk = async (answer: Promise<Answer>): Promise<unknown> => {
    const { status, body } = await answer
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body
  }
  const post = (signed: SignedIntent): Promise<Answer> => call('POST', 'records', signed)
  const record = async (kind: RecordKind, subject: string, body: unknown): Promise<LedgerRecord> => {
    const answer = (await expectOk(post(author.intend(kind, subject, body)))) as { record: LedgerRecord }
    return answer.record
  }
  const invitation = inviter && invitationOf(inviter.author, name, Date.now())
  if (inviter && invitation) await expectOk(inviter.post(invitation.invited))
  await expectOk(call('POST', 'enrol', { key: author.key, name, code: invitation?.code }))
  await inviter?.record('analyst.admitted', author.key, { roles: allRoles })
  return {
    author,
    call,
    post,
    record,
    async ban(address, changes) {
      const id = randomUUID()
      await record('ban.proposed', id, proposalOf(address, changes))
      await record('ban.approved', id, {})
      return id
    },
    async records() {
      const all: LedgerRecord[] = []
      for (;;) {
        const path = `records?after=${all.length}`
        const { records } = (await expectOk(call('GET', path))) as { records: LedgerRecord[] }
        if (records.length === 0) return all
        all.push(...records)
      }
    },
    async addSubscriber(name) {
      const added = (await expectOk(call('POST', 'subscribers', author.order('subscriber.add', name)))) as {
        subscriber: { id: string }
        key: string
      }
      return { id: added.subscriber.id, key: added.key }
    },
    async removeSubscriber(id) {
      await expectOk(call('DELETE', `subscribers/${id}`, author.order('subscriber.remove', id)))
    },
  }
}
