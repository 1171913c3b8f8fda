import { z } from 'zod'
import {
  feedError,
  feedInfo,
  newSubscriber,
  recordPage,
  subscriberList,
  type FeedErrorCode,
  type FeedInfo,
} from '../../../contract/ledger/api.ts'
import type { SignedIntent } from '../../../contract/ledger/intent.ts'
import type { SignedOrder } from '../../../contract/ledger/order.ts'
import { banReach, type BanReach } from '../../../contract/ledger/reach.ts'
import { ledgerRecord, newerKind, type LedgerRecord } from '../../../contract/ledger/record.ts'
import { LedgerBroken } from '../ledger/mirror.ts'
import { faultOf, requestFeed, type Answer } from './request.ts'

/** The feed understood us and said no: asking again changes nothing. */
export class FeedRefusal extends Error {
  readonly code: FeedErrorCode
  constructor(code: FeedErrorCode, message: string) {
    super(message)
    this.name = 'FeedRefusal'
    this.code = code
  }
}

/** The feed could not be reached, or not make sense of: asking again may help. */
export class FeedUnreachable extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FeedUnreachable'
  }
}

export interface FeedAddress {
  readonly url: string
  readonly token: string
  /** Of the invitation by which this console enrols, where it was never enrolled. */
  readonly code?: string
  /** PEM of the one authority that may vouch for the feed; absent: those that the runtime knows. */
  readonly ca?: string
}

type Subscriber = z.infer<typeof subscriberList>['subscribers'][number]

/** The feed's HTTP interface for consoles (contract/ledger/api.ts). Every call throws FeedRefusal or FeedUnreachable. */
export interface FeedHttp {
  readonly address: FeedAddress
  info(): Promise<FeedInfo>
  enrol(key: string, name: string): Promise<FeedInfo>
  submit(intent: SignedIntent): Promise<LedgerRecord>
  /** @throws LedgerBroken for a record of a newer version. */
  records(after: number, most?: number): Promise<readonly LedgerRecord[]>
  /** Who has the address of a ban, and until when. */
  reach(ban: string): Promise<BanReach>
  subscribers(): Promise<readonly Subscriber[]>
  addSubscriber(order: SignedOrder): Promise<z.infer<typeof newSubscriber>>
  /** Says where this console and its sensors are. */
  present(order: SignedOrder): Promise<void>
  /** Removes what the order is about. */
  removeSubscriber(order: SignedOrder): Promise<void>
}

/** Milliseconds a call may take. */
const within = 5_000
const unknownRecords = z.object({ records: z.array(z.unknown()) })
/** These say that the feed is in trouble, not that it judged what we asked. */
const passing: ReadonlySet<FeedErrorCode> = new Set(['storage', 'internal'])

export function feedHttp(address: FeedAddress, signal: AbortSignal): FeedHttp {
  const call = async <T>(method: string, path: string, shape: z.ZodType<T>, body?: unknown): Promise<T> => {
    const { status, text } = await exchange(address, signal, method, path, body)
    const value = parseJson(text)
    if (status !== 200 && status !== 201) throw refusalOf(status, value)
    const parsed = shape.safeParse(value)
    if (parsed.success) return parsed.data
    const newer = unknownRecords
      .safeParse(value)
      .data?.records.map(newerKind)
      .find((words) => words !== undefined)
    if (newer !== undefined) throw new LedgerBroken(`the feed sent ${newer}`)
    throw new FeedUnreachable(
      `the feed's answer to ${path} is malformed: ${z.prettifyError(parsed.error).slice(0, 300)}`,
    )
  }
  return {
    address,
    info: () => call('GET', '/ledger/info', feedInfo),
    enrol: (key, name) => call('POST', '/ledger/enrol', feedInfo, { key, name, code: address.code }),
    submit: async (intent) =>
      (await call('POST', '/ledger/records', z.object({ record: ledgerRecord }), intent)).record,
    records: async (after, most = 500) =>
      (await call('GET', `/ledger/records?after=${after}&limit=${most}`, recordPage)).records,
    reach: (ban) => call('GET', `/ledger/reach?ban=${encodeURIComponent(ban)}`, banReach),
    subscribers: async () => (await call('GET', '/ledger/subscribers', subscriberList)).subscribers,
    addSubscriber: (order) => call('POST', '/ledger/subscribers', newSubscriber, order),
    present: async (order) => {
      await call('POST', '/ledger/presence', z.object({}), order)
    },
    removeSubscriber: async (signed) => {
      await call('DELETE', `/ledger/subscribers/${encodeURIComponent(signed.order.subject)}`, z.object({}), signed)
    },
  }
}

async function exchange(
  { url, token, ca }: FeedAddress,
  signal: AbortSignal,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer> {
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(within)])
    return await requestFeed({ method, url: new URL(path, url), token, ca, body, signal: bounded })
  } catch (error) {
    throw new FeedUnreachable(faultOf(error))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FeedUnreachable('the feed answers with something other than JSON')
  }
}

/** Of a newer feed, with a code that this console does not know: no less a refusal, and nothing may wait behind it. */
const unknownRefusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
/** What passes by itself, whoever says it. */
const passingStatus: ReadonlySet<number> = new Set([408, 425, 429])

function refusalOf(status: number, value: unknown): Error {
  const parsed = feedError.safeParse(value)
  if (parsed.success) {
    const { code, message } = parsed.data.error
    return passing.has(code) ? new FeedUnreachable(message) : new FeedRefusal(code, message)
  }
  const { error } = unknownRefusal.safeParse(value).data ?? {}
  if (!error || status < 400 || status >= 500 || passingStatus.has(status))
    return new FeedUnreachable(`the feed answers with status ${status}`)
  return new FeedRefusal('bad-request', `${error.message.slice(0, 900)} (${error.code.slice(0, 60)})`)
}
