import type { Answer, Attempt } from './actor.ts'
import type { Planned } from './outbox.ts'

/** What the tools still wait for: bounded, because many attempts are never answered. */
const mostWaiting = 4000
/** A tool answers our answer a round trip later; history counts that in the time of the event. */
const roundTripUs = 38_000

export interface Conversations {
  remember(planned: Planned): void
  /** The message with which the tool goes on, if it does. Each conversation goes on once for each answer awaited. */
  answered(target: string, callId: string, answer: Answer): Planned | undefined
}

export function createConversations(): Conversations {
  const waiting = new Map<string, { reply: NonNullable<Attempt['reply']>; timeUs: number | undefined }>()
  return {
    remember({ attempt: { target, reply }, timeUs }) {
      if (!reply) return
      waiting.set(`${target.name} ${reply.callId}`, { reply, timeUs })
      const [oldest] = waiting.keys()
      if (waiting.size > mostWaiting && oldest !== undefined) waiting.delete(oldest)
    },
    answered(target, callId, answer) {
      const key = `${target} ${callId}`
      const found = waiting.get(key)
      if (!found) return undefined
      waiting.delete(key)
      const attempt = found.reply.next(answer)
      if (!attempt) return undefined
      return found.timeUs === undefined ? { attempt } : { attempt, timeUs: found.timeUs + roundTripUs }
    },
  }
}
