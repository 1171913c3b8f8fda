import type { AttackClass, Severity } from '../../src/sip/attack/class.ts'
import { judgeMessage } from '../../src/engine/ingest/analyse.ts'
import type { Rules } from '../../src/engine/ingest/ingest.ts'
import type { DialledFacts, Judged, Message } from '../../src/engine/store/ingest/facts.ts'

const classes: readonly AttackClass[] = ['unknown', 'toll-fraud', 'malformed', 'injection']
const severities: readonly Severity[] = ['low', 'high', 'benign', 'critical']

/** A number of a text, so that what changes has nothing to do with order or time. */
const digest = (text: string): number =>
  Array.from(text).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7)

/** Rules that see nearly everything differently: what they change, and what they leave, depends on the bytes alone. */
function judgeOtherwise(message: Message): Judged {
  const judged = judgeMessage(message)
  const mark = digest(Buffer.from(message.raw).toString('latin1'))
  const pick = <Item>(items: readonly Item[], by: number): Item | undefined =>
    items[Math.floor(mark / by) % items.length]
  if (mark % 4 === 0) return { ...judged, dialled: reread(judged.dialled) }
  return {
    ...judged,
    method: judged.method === undefined ? undefined : pick([judged.method, 'INVITE', 'BYE', 'FUZZ'], 5),
    status: judged.status === undefined ? undefined : pick([judged.status, 200, 403, 404], 7),
    caller: judged.callee,
    callee: judged.caller,
    dialled: mark % 3 === 0 ? undefined : reread(judged.dialled),
    userAgent: judged.userAgent?.toUpperCase(),
    users: judged.users.slice(mark % 2).concat(mark % 5 === 0 ? ['somebody else'] : []),
    guesses: mark % 3 === 0 ? [] : judged.guesses.map((guess) => ({ ...guess, user: `${guess.user}0` })),
    fingerprint: mark % 5 === 0 ? '' : `other ${judged.fingerprint.length}`,
    foreignVia: message.direction === 'in' && mark % 2 === 0,
    tool: 'zmap',
    class: pick(classes, 11) ?? 'unknown',
    severity: pick(severities, 13) ?? 'unknown',
    fault: mark % 2 === 0 ? 'seen otherwise' : undefined,
  }
}

/** One digit more belongs to the prefix. */
function reread(dialled: DialledFacts | undefined): DialledFacts | undefined {
  if (dialled === undefined) return undefined
  return { ...dialled, prefix: dialled.prefix + dialled.core.slice(0, 1), core: dialled.core.slice(1) }
}

export const otherRules: Rules = { version: 1_000, judge: judgeOtherwise }
