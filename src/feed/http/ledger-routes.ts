import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { enrolRequest, type FeedInfo } from '../../contract/ledger/api.ts'
import { signedIntent, type SignedIntent } from '../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'
import { Refusal } from '../refusal.ts'
import type { Subscribers } from '../subscribers/subscribers.ts'
import { readJson } from './body.ts'

/** What the ledger's HTTP interface needs of the feed. All of it throws Refusal. */
export interface LedgerService {
  info(): FeedInfo
  enrol(key: string, name: string): void
  admit(signed: SignedIntent): LedgerRecord
  page(after: number, limit: number): readonly LedgerRecord[]
  readonly subscribers: Subscribers
  readonly now: () => number
}

type Handler = (service: LedgerService, request: IncomingMessage, url: URL, id: string) => Promise<unknown>

const later = <Result>(run: () => Result): Promise<Result> => Promise.resolve().then(run)

const subscriberRequest = z.object({ name: z.string().trim().min(1).max(80) })

const handlers: Readonly<Record<string, Handler>> = {
  'GET info': (service) => later(() => service.info()),
  'POST enrol': async (service, request) => {
    const { key, name } = await readJson(request, enrolRequest)
    service.enrol(key, name)
    return service.info()
  },
  'POST records': async (service, request) => ({ record: service.admit(await readJson(request, signedIntent)) }),
  'GET records': (service, _request, { searchParams }) =>
    later(() => ({ records: service.page(afterOf(searchParams), limitOf(searchParams)) })),
  'GET subscribers': (service) => later(() => ({ subscribers: service.subscribers.list() })),
  'POST subscribers': async (service, request) => {
    const { name } = await readJson(request, subscriberRequest)
    return service.subscribers.add(name, service.now())
  },
  'DELETE subscribers': (service, _request, _url, id) =>
    later(() => {
      service.subscribers.remove(id)
      return {}
    }),
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
