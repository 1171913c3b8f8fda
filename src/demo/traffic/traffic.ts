import { existsSync, writeFileSync } from 'node:fs'
import { actors } from './actors/all.ts'
import { readAnswer } from './answer.ts'
import type { TrafficConfig } from './config.ts'
import { createConversations } from './conversations.ts'
import { createLiveTraffic } from './live.ts'
import { planNights } from './nights.ts'
import { createOutbox, type Outbox, type OutboxLimits, type Planned } from './outbox.ts'
import { createRandom } from './random.ts'
import { createReplay } from './replay.ts'
import { openWire } from './wire.ts'

/** What one default attacker sends and some company, and never more, whatever happens. */
export const liveLimits: OutboxLimits = { rate: 160, burst: 24, waiting: 400 }
/** Three nights in less than 8 s; small bursts, since a sensor's socket buffer holds some 160 such datagrams. */
const historyLimits: OutboxLimits = { rate: 780, burst: 24, waiting: 600, total: 6000 }

const tickMs = 10
/** A tool takes a moment before it goes on. */
const thinking = 4

/** Sends until it is stopped. @returns the stop. */
export async function startTraffic(config: TrafficConfig): Promise<() => void> {
  const random = createRandom(config.seed)
  const conversations = createConversations()
  const wire = await openWire(config.targets, (target, bytes) => {
    const read = readAnswer(bytes)
    const next = read && conversations.answered(target, read.callId, read.answer)
    if (next) (next.timeUs === undefined ? live : history).add(next, performance.now() + thinking)
  })
  const send = (planned: Planned): void => {
    conversations.remember(planned)
    wire.send(planned)
  }
  const now = performance.now()
  const live = createOutbox(liveLimits, send, now)
  const history = createOutbox(historyLimits, send, now)
  const present = createLiveTraffic(actors, { targets: config.targets, random }, live, now)
  const advancePast = existsSync(config.historyMarker) ? undefined : replayNights(config, history)
  const timer = setInterval(() => {
    const at = performance.now()
    present.advance(at)
    advancePast?.(at)
    live.flush(at)
    history.flush(at)
  }, tickMs)
  return () => {
    clearInterval(timer)
    wire.close()
  }
}

/** The last nights are told once: the marker remembers it over restarts. */
function replayNights(config: TrafficConfig, outbox: Outbox): (now: number) => void {
  const random = createRandom(`${config.seed}/nights`)
  const plans = config.targets.map((target) => planNights(target, random.fork(target.name), Date.now()))
  const replay = createReplay(plans, outbox)
  let told = false
  return (now) => {
    if (told) return
    replay.advance(now)
    told = replay.done
    if (told) writeFileSync(config.historyMarker, '')
  }
}
