import { WebSocket, type RawData } from 'ws'
import { ledgerSubprotocol } from '../../../contract/ledger/api.ts'
import { ledgerRecord, newerKind, type LedgerRecord } from '../../../contract/ledger/record.ts'
import { FeedUnreachable, type FeedAddress } from './http.ts'
import { faultOf } from './request.ts'
import { LedgerBroken } from '../ledger/mirror.ts'

/** A record with its twenty evidence items stays far below. */
const largestRecord = 1024 * 1024
/** Silence for this long after a ping means that the other side is gone without saying so. */
const pingEvery = 15_000

/**
 * Opens the feed's stream of records after `cursor`.
 * @returns once open, a promise that never resolves and rejects when the stream ends: with FeedUnreachable, LedgerBroken
 * for a record of a newer version, or with what `take` threw. It is wrapped so that awaiting the opening does not wait for the end.
 */
export async function followStream(
  address: FeedAddress,
  cursor: number,
  take: (record: LedgerRecord) => void,
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<never> }> {
  const socket = new WebSocket(streamUrl(address, cursor), ledgerSubprotocol, {
    headers: { authorization: `Bearer ${address.token}` },
    maxPayload: largestRecord,
    handshakeTimeout: 5_000,
    perMessageDeflate: false,
    followRedirects: false,
    ...(address.ca === undefined ? {} : { ca: address.ca }),
  })
  const abort = (): void => socket.terminate()
  signal.addEventListener('abort', abort, { once: true })
  const ended = endOf(socket, take).finally(() => signal.removeEventListener('abort', abort))
  // Whoever waits for the opening sees a failure there first; this keeps it from counting as unhandled.
  ended.catch(() => undefined)
  const opened = new Promise<void>((resolve) => socket.once('open', resolve))
  await Promise.race([opened, ended])
  return { ended }
}

function streamUrl({ url }: FeedAddress, cursor: number): URL {
  const target = new URL(`/ledger/stream?after=${cursor}`, url)
  target.protocol = target.protocol === 'https:' ? 'wss:' : 'ws:'
  return target
}

function endOf(socket: WebSocket, take: (record: LedgerRecord) => void): Promise<never> {
  return new Promise((_, reject) => {
    let alive = true
    const timer = setInterval(() => {
      if (!alive) return socket.terminate()
      alive = false
      if (socket.readyState === WebSocket.OPEN) socket.ping()
    }, pingEvery)
    socket.on('pong', () => (alive = true))
    socket.on('message', (data) => {
      alive = true
      try {
        take(parse(data))
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
        socket.terminate()
      }
    })
    socket.on('error', (error) => reject(new FeedUnreachable(faultOf(error))))
    socket.on('close', () => {
      clearInterval(timer)
      reject(new FeedUnreachable('the feed closed the connection'))
    })
  })
}

function parse(data: RawData): LedgerRecord {
  const text = Buffer.isBuffer(data) ? data.toString('utf8') : ''
  const value = parseJson(text)
  const parsed = ledgerRecord.safeParse(value)
  if (parsed.success) return parsed.data
  const newer = newerKind(value)
  if (newer !== undefined) throw new LedgerBroken(`the feed sent ${newer}`)
  throw new FeedUnreachable('the feed sent something other than a record')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
