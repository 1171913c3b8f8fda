import type { Geo } from '../../../geo/geo.ts'
import { inviteMethod, microsecondsPerSecond, proofCodes, registerMethod, severityCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { EventFacts } from '../facts.ts'
import type { JudgedIds } from '../names/ids.ts'
import { intern, type Intern } from '../names/intern.ts'
import type { Names } from '../names/names.ts'

/** What one batch adds to a source. */
export interface SourceDelta {
  messages: number
  answers: number
  dialogs: number
  sensors: number
  foreignVia: number
  refusals: number
  accepted: number
  first: number
  last: number
  proof: number
  severity: number
  firstInvite: number | null
  /** How often it was heard in each second, for its peak. */
  readonly seconds: Map<number, number>
}

/** Least of both: any message raises it. */
const noProof = proofCodes.encode('unproven')
const leastSeverity = severityCodes.encode('benign')

const insert = `
  INSERT INTO source (address, place, first_seen, last_seen, messages, answers, dialogs, sensors, numbers, prefixes, proof,
    severity, verdict, peak)
  VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ${noProof}, ${leastSeverity}, ${leastSeverity}, 0)`

/** Its span covers what it sent; until it sent something the span is that of our answers. */
const update = `
  UPDATE source SET
    first_seen = iif(messages = 0, ?, min(first_seen, ?)), last_seen = iif(messages = 0, ?, max(last_seen, ?)),
    messages = messages + ?, answers = answers + ?, dialogs = dialogs + ?, sensors = sensors + ?,
    foreign_via = foreign_via + ?, refusals = refusals + ?, accepted = accepted + ?,
    proof = max(proof, ?), severity = min(severity, ?),
    verdict = iif(due = 2, min(verdict, ?), verdict), due = max(due, 1),
    first_invite = coalesce(min(first_invite, ?), first_invite, ?), peak = max(peak, ?)
  WHERE id = ?`
const updateAnswers = `
  UPDATE source SET answers = answers + ?, dialogs = dialogs + ?, refusals = refusals + ?, accepted = accepted + ?,
    due = max(due, 1)
  WHERE id = ?`

const heardUntil = 'SELECT last_seen AS heard, peak FROM source WHERE id = ? AND messages > 0'
const heardInSecond = `
  SELECT count(*) AS messages FROM event_row WHERE source = ? AND time >= ? AND time < ? AND direction = 0`

/** Gives each address its row; a new one is placed on the map once, when it first appears. */
export function internSources(
  writer: Writer,
  names: Names,
  geo: Geo,
): { id(event: EventFacts): number; reset(): void } {
  let time = 0
  const table: Intern = intern(
    (address) => writer.get<{ id: number }>('SELECT id FROM source WHERE address = ?', address)?.id,
    (address) => {
      const place = geo.placeOf(address)
      return writer.run(insert, address, place ? names.place(place) : null, time, time).id
    },
  )
  return {
    id: (event) => {
      time = event.time
      return table.id(event.source)
    },
    reset: () => table.reset(),
  }
}

export class BatchSources {
  private readonly deltas = new Map<number, SourceDelta>()

  of(source: number): SourceDelta {
    const known = this.deltas.get(source)
    if (known) return known
    const delta: SourceDelta = {
      ...{ messages: 0, answers: 0, dialogs: 0, sensors: 0, foreignVia: 0, refusals: 0, accepted: 0 },
      ...{ first: Infinity, last: 0, proof: noProof, severity: leastSeverity, firstInvite: null, seconds: new Map() },
    }
    this.deltas.set(source, delta)
    return delta
  }

  /** After the events are in: the peak is counted from them, so that late ones count in their own second. */
  flush(writer: Writer): void {
    const statement = writer.prepare(update)
    for (const [id, delta] of this.deltas) {
      const { messages, answers, dialogs, refusals, accepted } = delta
      if (messages === 0) writer.run(updateAnswers, answers, dialogs, refusals, accepted, id)
      else statement.run(...columnsOf(delta), peakOf(writer, id, delta.seconds), id)
    }
  }
}

function columnsOf(delta: SourceDelta): (number | null)[] {
  const { first, last, messages, answers, dialogs, sensors, foreignVia, refusals, accepted } = delta
  const { proof, severity, firstInvite } = delta
  return [
    ...[first, first, last, last, messages, answers, dialogs, sensors, foreignVia, refusals, accepted],
    ...[proof, severity, severity, firstInvite, firstInvite],
  ]
}

/** Answers that refuse, and those to REGISTER that let somebody in. */
const refusing: ReadonlySet<number | null> = new Set([401, 403, 407, 487, 503])
export const refuses = ({ status }: JudgedIds): boolean => refusing.has(status)
export const accepts = ({ status, method }: JudgedIds): boolean =>
  method === registerMethod && status !== null && status >= 200 && status < 300
/** A request of that kind, received. */
export const isInvite = ({ method, status }: JudgedIds): boolean => method === inviteMethod && status === null

export function noteAnswer(delta: SourceDelta, ids: JudgedIds): void {
  delta.answers += 1
  if (refuses(ids)) delta.refusals += 1
  if (accepts(ids)) delta.accepted += 1
}

export function noteReceived(delta: SourceDelta, event: EventFacts, ids: JudgedIds): void {
  const { time } = event
  delta.messages += 1
  delta.first = Math.min(delta.first, time)
  delta.last = Math.max(delta.last, time)
  delta.proof = Math.max(delta.proof, proofCodes.encode(event.proof))
  delta.severity = Math.min(delta.severity, severityCodes.encode(event.severity))
  const second = Math.floor(time / microsecondsPerSecond)
  delta.seconds.set(second, (delta.seconds.get(second) ?? 0) + 1)
  delta.foreignVia += ids.foreignVia
  if (isInvite(ids)) {
    delta.firstInvite = Math.min(delta.firstInvite ?? time, time)
  }
}

/**
 * The most it was heard in one of these seconds. Only a second that may hold earlier batches' events too is counted
 * anew: for traffic in order that is one second at most.
 */
function peakOf(writer: Writer, source: number, seconds: ReadonlyMap<number, number>): number {
  const { heard, peak } = writer.get<Heard>(heardUntil, source) ?? { heard: 0, peak: 0 }
  const lastHeard = Math.floor(heard / microsecondsPerSecond)
  let most = peak
  for (const [second, messages] of seconds) {
    most = Math.max(most, second > lastHeard ? messages : messagesIn(writer, source, second))
  }
  return most
}

interface Heard {
  readonly heard: number
  readonly peak: number
}

function messagesIn(writer: Writer, source: number, second: number): number {
  const from = second * microsecondsPerSecond
  return writer.get<{ messages: number }>(heardInSecond, source, from, from + microsecondsPerSecond)?.messages ?? 0
}
