import { parseAddress } from '../header/address.ts'
import { topVia } from '../header/via.ts'
import { headerValue, parseMessage } from '../message/parse.ts'
import type { SipMessage } from '../message/message.ts'
import { sendText, type LineChange } from './sipp-text.ts'

/** A message of a dialog, as it lay on the wire. */
export interface ScenarioPart {
  /** `in`: from the source to our sensor. */
  readonly direction: 'in' | 'out'
  /** UTC milliseconds. */
  readonly time: number
  readonly raw: Uint8Array
}

export interface ScenarioForm {
  /** Whom SIPp plays: the source, against any server, or our sensor, for any client. */
  readonly plays: 'source' | 'sensor'
  /**
   * `own`: a new call, in which SIPp chooses what must be its own: topmost Via, Call-ID and the other side's tag. Bodies
   * stay as they are and so does Content-Length: SIPp's `[len]` cuts off the headers behind it, where svcrack has its
   * Authorization. `exact`: the very bytes.
   */
  readonly texts: 'own' | 'exact'
}

/** A scenario that sends one request again as a call of its own. */
export const sippScenario = (raw: Uint8Array): string =>
  sippDialog([{ direction: 'in', time: 0, raw }], { plays: 'source', texts: 'own' })

/**
 * A scenario of a whole dialog: one side of it is sent, the other is waited for. What SIPp cannot send or wait for is
 * left out, and a comment says so. Nothing in a message can be a keyword, markup or an escape to SIPp.
 */
export function sippDialog(parts: readonly ScenarioPart[], form: ScenarioForm): string {
  const steps = stepsOf(parts, form)
  return `<?xml version="1.0" encoding="ISO-8859-1" ?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<!-- ${commandOf(parts, form)} -->
<scenario name="A dialog of the honeynet">
${steps.join('\n')}
</scenario>
`
}

/** Without repetitions of SIPp's own (`-nr`), because recorded ones are steps of the scenario. */
function commandOf(parts: readonly ScenarioPart[], { plays, texts }: ScenarioForm): string {
  const callId = callIdOf(parts)
  const named = texts === 'exact' && plays === 'source' && callId !== undefined ? ` -cid_str ${callId}` : ''
  return `sipp -sf THIS_FILE -m 1 -nr${named}${plays === 'source' ? ' HOST:PORT' : ''}`
}

/** SIPp finds the call of an answer by its Call-ID, which must then be told on its command line, and in a comment. */
function callIdOf(parts: readonly ScenarioPart[]): string | undefined {
  const [first] = parts
  const callId = first && headerValue(parseMessage(first.raw), 'call-id')
  return callId !== undefined && /^[\w.@][\w.@-]{0,200}$/.test(callId) && !callId.includes('--') ? callId : undefined
}

/** A pause longer than this says nothing more about the dialog. Milliseconds. */
const longestPause = 30_000

function stepsOf(parts: readonly ScenarioPart[], form: ScenarioForm): readonly string[] {
  const script = new Script(form, form.texts === 'own' || form.plays === 'sensor' || callIdOf(parts) !== undefined)
  for (const part of parts) script.add(part)
  return script.finished()
}

/** What makes SIPp refuse the whole scenario. */
function reasonToLeaveOut({ start }: SipMessage): string | undefined {
  if (!start) return 'Bytes that are no SIP are left out: SIPp has no way to send them.'
  if (start.kind === 'request' || (start.status >= 100 && start.status <= 700)) return undefined
  return 'An answer with a status that does not exist is left out: SIPp knows 100 to 700.'
}

/** Writes step after step. SIPp counts its steps from 0; branches refer to that count. */
class Script {
  readonly #form: ScenarioForm
  readonly #waits: boolean
  readonly #steps: string[] = []
  /** Steps so far that SIPp counts: comments are none. */
  #count = 0
  /** Step that sent a branch first. */
  readonly #branches = new Map<string, number>()
  #lastSent: number | undefined
  #lastReceived: SipMessage | undefined
  /** Provisional answers not written yet: only in front of a final one may they be missing. */
  #provisional: string[] = []

  /** @param waits whether SIPp can tell which answers belong to the call. */
  constructor(form: ScenarioForm, waits: boolean) {
    this.#form = form
    this.#waits = waits
    if (!waits) this.#steps.push(comment('The Call-ID cannot be told to SIPp, so answers are not waited for.'))
  }

  add({ direction, time, raw }: ScenarioPart): void {
    const message = parseMessage(raw)
    const sends = (direction === 'in') === (this.#form.plays === 'source')
    const leftOut = reasonToLeaveOut(message)
    if (leftOut !== undefined) this.#steps.push(comment(leftOut))
    else if (sends) this.#send(message, time)
    else this.#receive(message)
  }

  finished(): readonly string[] {
    this.#flush(false)
    return this.#steps
  }

  #send(message: SipMessage, time: number): void {
    this.#flush(false)
    const gap = this.#lastSent === undefined ? 0 : Math.min(longestPause, Math.round(time - this.#lastSent))
    if (gap > 0) this.#step(`  <pause milliseconds="${gap}"/>`)
    this.#lastSent = time
    const { text, exact } = sendText(message, this.#changes(message))
    if (!exact)
      this.#steps.push(comment('The head did not end in an empty line with CRLF; SIPp sends CRLF everywhere.'))
    this.#step(`  <send><![CDATA[\n${text}]]></send>`)
  }

  #receive(message: SipMessage): void {
    if (!this.#waits) return
    this.#lastSent = undefined
    this.#lastReceived = message
    const { start } = message
    if (start?.kind === 'request') return this.#receiveRequest(start.method)
    if (start && start.status < 200) this.#provisional.push(response(start.status, true))
    else if (start) this.#expect(response(start.status, false))
  }

  #receiveRequest(method: string): void {
    if (/^[\w-]+$/.test(method)) this.#expect(`  <recv request="${method}"/>`)
    else this.#steps.push(comment('A request with a method that SIPp cannot name is not waited for.'))
  }

  #expect(step: string): void {
    this.#flush(true)
    this.#step(step)
  }

  /** SIPp waits for ever at an optional message unless one that must come follows it. */
  #flush(finalFollows: boolean): void {
    for (const step of this.#provisional) this.#step(finalFollows ? step : step.replace(' optional="true"', ''))
    this.#provisional = []
  }

  #step(step: string): void {
    this.#steps.push(step)
    this.#count++
  }

  #changes(message: SipMessage): LineChange {
    if (this.#form.texts === 'exact') return () => undefined
    if (message.start?.kind === 'response') return answerLines(message, this.#lastReceived)
    return requestLines(this.#branchOf(message), tagOf(message) !== '' && this.#lastReceived !== undefined)
  }

  /** An ACK of a refusal, and a repetition, have the branch of the step before (RFC 3261 §17.1.1.3). */
  #branchOf(message: SipMessage): string {
    const branch = topVia(message)?.branch ?? ''
    const first = this.#branches.get(branch)
    if (first !== undefined) return `[branch-${this.#count - first}]`
    this.#branches.set(branch, this.#count)
    return '[branch]'
  }
}

const response = (status: number, optional: boolean): string =>
  `  <recv response="${String(status).padStart(3, '0')}"${optional ? ' optional="true"' : ''}/>`
const comment = (text: string): string => `  <!-- ${text} -->`
const tagOf = (message: SipMessage): string => parseAddress(headerValue(message, 'to') ?? '').params.get('tag') ?? ''

/** Lines of headers, by their long and compact names. */
const named = {
  callId: /^(?:call-id|i)[ \t]*:/i,
  cseq: /^cseq[ \t]*:/i,
  from: /^(?:from|f)[ \t]*:/i,
  to: /^(?:to|t)[ \t]*:/i,
} as const

function requestLines(branch: string, inDialog: boolean): LineChange {
  return (line, isTopVia) => {
    if (isTopVia) return `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`
    if (named.callId.test(line)) return 'Call-ID: [call_id]'
    return inDialog && named.to.test(line) ? '[last_To:]' : undefined
  }
}

/** An answer mirrors what came (RFC 3261 §8.2.6); only the tag of To is its own. */
function answerLines(answer: SipMessage, request: SipMessage | undefined): LineChange {
  const own = request && tagOf(request) === '' && /^[\w.!%*+`'~-]+$/.test(tagOf(answer)) ? `;tag=${tagOf(answer)}` : ''
  return (line, isTopVia) => {
    if (isTopVia) return '[last_Via:]'
    if (named.from.test(line)) return '[last_From:]'
    if (named.to.test(line)) return `[last_To:]${own}`
    if (named.callId.test(line)) return '[last_Call-ID:]'
    return named.cseq.test(line) ? '[last_CSeq:]' : undefined
  }
}
