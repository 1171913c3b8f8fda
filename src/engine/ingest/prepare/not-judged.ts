import type { Judged } from '../../store/ingest/facts.ts'

/** What is known of a message that took too long to judge: nothing but that. Its bytes are kept as any other's. */
export const notJudged: Judged = {
  method: undefined,
  status: undefined,
  callId: '',
  caller: undefined,
  callee: undefined,
  dialled: undefined,
  userAgent: undefined,
  users: [],
  guesses: [],
  fingerprint: '',
  foreignVia: false,
  tool: 'unknown',
  class: 'unknown',
  severity: 'unknown',
  fault: 'not judged: it took too long',
}

/** Judges what is not to be left out. @param leftOut places of messages. */
export const judgedBut = <Message>(
  messages: readonly Message[],
  leftOut: readonly number[],
  judge: (message: Message, at: number) => Judged,
): readonly Judged[] => messages.map((message, at) => (leftOut.includes(at) ? notJudged : judge(message, at)))
