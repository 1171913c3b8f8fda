import type { Behaviour } from './behaviour.ts'
import { counted } from './counts.ts'
import type { SourceSummary } from './summary.ts'
import { figure } from './words.ts'

/** Logs in or calls like a phone, and does nothing else: most likely a wrong setting somewhere. */
export function* phone(summary: SourceSummary): Generator<Behaviour> {
  const logins = counted(summary, 'login')
  const calls = counted(summary, 'call')
  const others = counted(summary, 'ordinary')
  const count = logins + calls + others
  if (count === 0) return
  const deeds = [
    ...(logins > 0 ? [figure(logins, 'login message', 'login messages')] : []),
    ...(calls > 0 ? [callsOf(summary, calls)] : []),
    ...(others > 0 ? [figure(others, 'ordinary request')] : []),
  ]
  const sentence = `Behaves like a phone: ${deeds.join(', ')}`
  yield {
    class: 'phone',
    severity: 'benign',
    sentence,
    reasons: ['no guessing, no looking around, and no call that only toll fraud makes'],
    count,
  }
}

const callsOf = ({ numberCount }: SourceSummary, calls: number): string =>
  numberCount > 0 ? figure(calls, 'call') : figure(calls, 'call to an extension', 'calls to extensions')
