import { createHmac } from 'node:crypto'
import { WebSocket, type RawData } from 'ws'
import { decodeFromSensor, encodeFrame, FrameError } from '../../contract/wire/codec.ts'
import type { FromConsole, FromSensor, SensorHello } from '../../contract/wire/frames.ts'
import { storageFault } from '../store/error.ts'
import { SensorIdentityError } from '../store/sensors.ts'
import { sensorSubprotocol, wireLimits, wireVersion } from '../../contract/wire/limits.ts'

/** Why a session ended. `refused`: trying again soon is pointless until somebody changes something. */
export interface SessionEnd {
  readonly kind: 'lost' | 'refused' | 'fault'
  readonly message: string
}

export interface SessionHandlers {
  /** The sensor said who it is. @returns where to resume. @throws Error to refuse it, in words. */
  onHello(hello: SensorHello): { readonly epoch: string; readonly last: number }
  /** The sensor accepted us. */
  onWelcome(): void
  /** Everything after the welcome. @throws FrameError when the frame does not fit. */
  onFrame(frame: Extract<FromSensor, { type: 'events' | 'gap' | 'status' }>): void
  /** Called once. */
  onEnd(end: SessionEnd): void
}

export interface Session {
  send(frame: FromConsole): void
  /** Ends the session for a reason of ours; `onEnd` follows. */
  fail(end: SessionEnd): void
}

export interface SessionTarget {
  readonly url: string
  readonly token: string
  readonly console: string
  readonly credit: number
}

const handshakeWithin = 5_000
/** Sensors send their status every 5 s; three missing ones mean that nobody is there, whatever TCP believes. */
const longestSilence = 15_000

/** Gaps without an event between them; a spool has a handful of reasons for one at most. */
const mostGaps = 100

/**
 * One connection to a sensor, from the dial to its end.
 * @param silentFor milliseconds without a word from the sensor that end it.
 */
export function openSession(
  target: SessionTarget,
  handlers: SessionHandlers,
  silentFor: number = longestSilence,
): Session {
  const socket = new WebSocket(target.url, sensorSubprotocol, {
    perMessageDeflate: false,
    maxPayload: wireLimits.frame,
    handshakeTimeout: handshakeWithin,
    followRedirects: false,
  })
  let phase: 'hello' | 'welcome' | 'open' | 'ended' = 'hello'
  let epoch = ''
  let { credit } = target
  let gaps = 0
  const end = (reason: SessionEnd): void => {
    if (phase === 'ended') return
    phase = 'ended'
    silence.close()
    socket.terminate()
    handlers.onEnd(reason)
  }
  const silence = watch(silentFor, () => end({ kind: 'lost', message: `no sign of life for ${silentFor / 1000} s` }))
  const send = (frame: FromConsole): void => {
    if (frame.type === 'credit') credit += frame.events
    if (socket.readyState === socket.OPEN) socket.send(encodeFrame(frame))
  }
  /** What waits to be stored stays in memory: a sensor that sends more than it may would fill it. */
  const spend = (frame: FromSensor): void => {
    if (frame.type === 'events') credit -= frame.events.length
    if (frame.type !== 'status') gaps = frame.type === 'gap' ? gaps + 1 : 0
    if (credit < 0) throw new FrameError('more events than it was granted')
    if (gaps > mostGaps) throw new FrameError('nothing but gaps')
  }
  const greet = (frame: FromSensor): void => {
    if (frame.type !== 'hello') throw new FrameError(`${frame.type} before hello`)
    const resume = handlers.onHello(frame)
    epoch = frame.epoch
    phase = 'welcome'
    send({ type: 'auth', version: wireVersion, console: target.console, proof: proofOf(target.token, frame.challenge) })
    send({ type: 'resume', ...resume, credit: target.credit })
  }
  const receive = (frame: FromSensor): void => {
    if (frame.type === 'refused') return end({ kind: 'refused', message: `refused by the sensor: ${frame.message}` })
    if (phase === 'hello') return greet(frame)
    if (frame.type === 'hello') throw new FrameError('hello twice')
    if (phase === 'welcome') {
      if (frame.type !== 'welcome') throw new FrameError(`${frame.type} before welcome`)
      phase = 'open'
      return handlers.onWelcome()
    }
    if (frame.type === 'welcome') throw new FrameError('welcome twice')
    if (frame.type !== 'status' && frame.epoch !== epoch)
      throw new FrameError('events of an epoch that hello did not name')
    spend(frame)
    handlers.onFrame(frame)
  }
  socket.on('message', (data, isBinary) => {
    if (phase === 'ended') return
    silence.touch()
    try {
      receive(decodeFromSensor(binary(data, isBinary)))
    } catch (error) {
      end(endAfter(error))
    }
  })
  socket.on('error', (error) => end(endOf(error)))
  socket.on('close', (code, reason) => end({ kind: 'lost', message: closeWords(code, reason.toString('utf8')) }))
  return { send, fail: end }
}

const proofOf = (token: string, challenge: Uint8Array): Buffer => createHmac('sha256', token).update(challenge).digest()

function binary(data: RawData, isBinary: boolean): Uint8Array {
  if (!isBinary || !Buffer.isBuffer(data)) throw new FrameError('not a binary message')
  return data
}

function watch(silentFor: number, onSilence: () => void): { touch(): void; close(): void } {
  let over: NodeJS.Immediate | undefined
  // What came while this machine slept or was busy is read first: that silence was not the sensor's.
  const timer = setTimeout(() => (over = setImmediate(onSilence)), silentFor)
  const stop = (): void => clearImmediate(over)
  return { touch: () => (stop(), void timer.refresh()), close: () => (stop(), clearTimeout(timer)) }
}

function endAfter(error: unknown): SessionEnd {
  const message = storageFault(error) ?? (error instanceof Error ? error.message : String(error))
  if (error instanceof FrameError) return { kind: 'fault', message }
  return { kind: error instanceof SensorIdentityError ? 'refused' : 'lost', message }
}

function endOf(error: Error & { code?: string }): SessionEnd {
  // ws names an oversized frame only by this code; everything else is the network's business.
  if (error.code?.startsWith('WS_ERR_')) return { kind: 'fault', message: `bad frame: ${error.message}` }
  return { kind: 'lost', message: error.message || error.code || 'connection failed' }
}

function closeWords(code: number, reason: string): string {
  const words = reason.replace(/[^\x20-\x7e]/g, '?')
  return words ? `closed by the sensor: ${words}` : `connection closed (${code})`
}
