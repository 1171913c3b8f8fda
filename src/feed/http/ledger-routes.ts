import type { IncomingMessage } from 'node:http'
import { enrolRequest, type FeedInfo } from '../../contract/ledger/api.ts'
import { signedIntent, type SignedIntent } from '../../contract/ledger/intent.ts'
import { signedOrder } from '../../contract/ledger/order.ts'
import type { BanReach } from '../../contract/ledger/reach.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'
import type { Consoles } from '../own/consoles.ts'
import type { Enrol } from '../policy/enrol.ts'
import type { OrderBook } from '../policy/orders.ts'
import { Refusal } from '../refusal.ts'
import type { Subscribers } from '../subscribers/subscribers.ts'
import { readJson } from './body.ts'
import type { PeerOf } from './peer.ts'

/** What the ledger's HTTP interface needs of the feed. All of it throws Refusal. */
export interface LedgerService {
  info(): FeedInfo
  readonly enrol: Enrol
  readonly orders: OrderBook
  admit(signed: SignedIntent): LedgerRecord
  page(after: number, limit: number): readonly LedgerRecord[]
  readonly subscribers: Subscribers
  readonly consoles: Consoles
  readonly peerOf: PeerOf
  reach(ban: string): BanReach
  readonly now: () => number
}

type Handler = (service: LedgerService, request: IncomingMessage, url: URL, id: string) => Promise<unknown>

const later = <Result>(run: () => Result): Promise<Result> => Promise.resolve().then(run)

const handlers: Readonly<Record<string, Handler>> = {
  'GET info': (service) => later(() => service.info()),
  'POST enrol': async (service, request) => {
    const { key, name, code } = await readJson(request, enrolRequest)
    service.enrol(key, name, code)
    return service.info()
  },
  'POST records': async (service, request) => ({ record: service.admit(await readJson(request, signedIntent)) }),
  'GET records': (service, _request, { searchParams }) =>
    later(() => ({ records: service.page(afterOf(searchParams), limitOf(searchParams)) })),
  'GET reach': (service, _request, { searchParams }) => later(() => service.reach(searchParams.get('ban') ?? '')),
  'POST presence': async (service, request) => {
    const { author, sensors = [] } = service.orders.take(await readJson(request, signedOrder), 'console.here')
    service.consoles.note(author, service.peerOf(request), sensors, service.now())
    return {}
  },
  'GET subscribers': (service) => later(() => ({ subscribers: service.subscribers.list() })),
  'POST subscribers': async (service, request) => {
    const { subject } = service.orders.take(await readJson(request, signedOrder), 'subscriber.add')
    return service.subscribers.add(subject, service.now())
  },
  'DELETE subscribers': async (service, request, _url, id) => {
    const { subject } = service.orders.take(await readJson(request, signedOrder), 'subscriber.remove')
    if (subject !== id) throw new Refusal('bad-request', 'the order is about another subscriber')
    service.subscribers.remove(id)
    return {}
  },
}

/** @returns the answer's JSON. @throws Refusal */
export async function callLedger(service: LedgerService, request: IncomingMessage, url: URL): Promise<unknown> {
  const [name = '', id = '', ...rest] = url.pathname.split('/').slice(2)
  const handler = handlers[`${request.method ?? ''} ${name}`]
  const takesId = request.method === 'DELETE'
  if (!handler || rest.length > 0 || (id !== '') !== takesId) throw new Refusal('not-found', 'there is no such call')
  return handler(service, request, url, id)
}

export function afterOf(query: URLSearchParams): number {
  return wholeNumber(query.get('after') ?? '0', 'after')
}

const mostRecords = 500

function limitOf(query: URLSearchParams): number {
  return Math.min(mostRecords, wholeNumber(query.get('limit') ?? String(mostRecords), 'limit'))
}

function wholeNumber(text: string, name: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Refusal('bad-request', `${name} is no whole number`)
}
