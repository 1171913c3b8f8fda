import { deserialize, serialize } from 'node:v8'
import type { DialledFacts, GuessFacts, Judged } from '../../store/ingest/facts.ts'

/** What many messages of a frame have in common. */
type Verdict = Pick<
  Judged,
  'method' | 'status' | 'userAgent' | 'fingerprint' | 'foreignVia' | 'tool' | 'class' | 'severity' | 'fault'
>

/**
 * What was judged of many messages, on its way from one thread to another: column by column, and what they have in
 * common once. Reading it takes 0.6 µs for a message; reading a copy of each message's object takes 1 µs, and texts that
 * come once are looked up faster later.
 */
export interface Sheet {
  readonly verdicts: readonly Verdict[]
  /** Which verdict is whose; as many as there are messages, as all below are. */
  readonly verdict: Uint32Array
  readonly callIds: readonly string[]
  readonly callers: readonly (string | undefined)[]
  readonly callees: readonly (string | undefined)[]
  readonly dialled: readonly (DialledFacts | undefined)[]
  readonly users: readonly (readonly string[])[]
  readonly guesses: readonly (readonly GuessFacts[])[]
}

/** Written for the other thread, which reads it when it is these messages' turn. */
export const sheetBytes = (judged: readonly Judged[]): Uint8Array<ArrayBuffer> => serialize(sheetOf(judged))

/** One for each message, in their order. @param bytes what our own thread wrote. */
export const judgedInBytes = (bytes: Uint8Array): readonly Judged[] => judgedIn(deserialize(bytes) as Sheet)

export function sheetOf(judged: readonly Judged[]): Sheet {
  const verdicts: Verdict[] = []
  const places = new Map<string, number>()
  const placeOf = (one: Judged): number => {
    const verdict = verdictOf(one)
    const key = JSON.stringify(verdict)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, verdicts.length)
    return verdicts.push(verdict) - 1
  }
  return {
    verdict: Uint32Array.from(judged, placeOf),
    verdicts,
    callIds: judged.map(({ callId }) => callId),
    callers: judged.map(({ caller }) => caller),
    callees: judged.map(({ callee }) => callee),
    dialled: judged.map(({ dialled }) => dialled),
    users: judged.map(({ users }) => users),
    guesses: judged.map(({ guesses }) => guesses),
  }
}

/** One for each message, in their order. */
export function judgedIn({ verdicts, verdict, ...of }: Sheet): readonly Judged[] {
  return of.callIds.map((callId, at): Judged => {
    const common = verdicts[verdict[at] as number] as Verdict
    return {
      method: common.method,
      status: common.status,
      callId,
      caller: of.callers[at],
      callee: of.callees[at],
      dialled: of.dialled[at],
      userAgent: common.userAgent,
      users: of.users[at] as readonly string[],
      guesses: of.guesses[at] as readonly GuessFacts[],
      fingerprint: common.fingerprint,
      foreignVia: common.foreignVia,
      tool: common.tool,
      class: common.class,
      severity: common.severity,
      fault: common.fault,
    }
  })
}

function verdictOf(judged: Judged): Verdict {
  const { method, status, userAgent, fingerprint, foreignVia, tool, severity, fault } = judged
  return { method, status, userAgent, fingerprint, foreignVia, tool, class: judged.class, severity, fault }
}
