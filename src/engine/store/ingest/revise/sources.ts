import { inviteMethod, severityCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { JudgedIds } from '../names/ids.ts'
import { isReceived, type RevisedEvent } from './event.ts'
import { accepts, isInvite, refuses } from '../aggregates/sources.ts'

interface Change {
  foreignVia: number
  refusals: number
  accepted: number
  /** The gravest that a message was and is no more, and the gravest that one is now. */
  severityLost: number
  severityGained: number
  /** Times of requests that are INVITEs now, or were and are none any more; earliest first. */
  invited: number | undefined
  uninvited: number | undefined
}

/** The least of all: a source that sent nothing has it. */
const leastSeverity = severityCodes.encode('benign')

/** What sources' own rows have to be corrected by when their events are judged anew. */
export class RevisedSources {
  private readonly writer: Writer
  private readonly changes = new Map<number, Change>()

  constructor(writer: Writer) {
    this.writer = writer
  }

  change(event: RevisedEvent, now: JudgedIds): void {
    const { source, ids: before } = event
    const change = this.of(source)
    if (isReceived(event)) return received(change, event.time, before, now)
    change.refusals += Number(refuses(now)) - Number(refuses(before))
    change.accepted += Number(accepts(now)) - Number(accepts(before))
  }

  /** Behind the kinds of sources, which know the worst severity that is left. */
  flush(): void {
    for (const [source, change] of this.changes) {
      const { foreignVia, refusals, accepted, invited, uninvited } = change
      this.writer.run(update, foreignVia, refusals, accepted, source)
      this.severity(source, change)
      this.writer.run(updateVerdict, source)
      if (invited !== undefined) this.writer.run(updateInvite, invited, invited, source)
      if (uninvited !== undefined) this.writer.run(findInvite, source, uninvited, source, uninvited)
    }
  }

  /** Looks for the gravest that is left only where it may be another one than before. */
  private severity(source: number, { severityLost, severityGained }: Change): void {
    if (severityGained <= severityLost) this.writer.run(worsen, severityGained, source)
    else this.writer.run(findSeverity, source, source, severityLost)
  }

  private of(source: number): Change {
    const known = this.changes.get(source)
    if (known) return known
    const change = {
      ...{ foreignVia: 0, refusals: 0, accepted: 0, severityLost: Infinity, severityGained: leastSeverity },
      ...{ invited: undefined, uninvited: undefined },
    }
    this.changes.set(source, change)
    return change
  }
}

function received(change: Change, time: number, before: JudgedIds, now: JudgedIds): void {
  change.foreignVia += now.foreignVia - before.foreignVia
  change.severityLost = Math.min(change.severityLost, before.severity)
  change.severityGained = Math.min(change.severityGained, now.severity)
  if (isInvite(now) === isInvite(before)) return
  if (isInvite(now)) change.invited = Math.min(change.invited ?? time, time)
  else change.uninvited = Math.min(change.uninvited ?? time, time)
}

const update = `
  UPDATE source SET foreign_via = foreign_via + ?, refusals = refusals + ?, accepted = accepted + ? WHERE id = ?`
const worsen = 'UPDATE source SET severity = min(severity, ?) WHERE id = ?'
const findSeverity = `
  UPDATE source SET severity = coalesce((
      SELECT min(k.severity) FROM source_kind s CROSS JOIN kind k ON k.id = s.kind WHERE s.source = ? AND k.direction = 0
    ), ${leastSeverity})
  WHERE id = ? AND severity >= ?`
/** The verdict is another one now, perhaps. */
const updateVerdict = 'UPDATE source SET verdict = iif(due = 2, severity, verdict), due = max(due, 1) WHERE id = ?'
const updateInvite = 'UPDATE source SET first_invite = min(coalesce(first_invite, ?), ?) WHERE id = ?'
/** Only when the first one went; the next is looked for from there on. */
const findInvite = `
  UPDATE source SET first_invite = (
    SELECT e.time FROM event e CROSS JOIN kind k ON k.id = e.kind
    WHERE e.source = ? AND e.time >= ? AND k.direction = 0 AND k.method = ${inviteMethod} AND k.status IS NULL
    ORDER BY e.time LIMIT 1)
  WHERE id = ? AND first_invite >= ?`
