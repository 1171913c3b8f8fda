import { inviteMethod, severityCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { JudgedIds } from '../names/ids.ts'
import type { RevisedEvent } from './event.ts'
import { accepts, isInvite, refuses } from '../aggregates/sources.ts'

interface Change {
  foreignVia: number
  refusals: number
  accepted: number
  /** Times of requests that are INVITEs now, or were and are none any more; earliest first. */
  invited: number | undefined
  uninvited: number | undefined
}

/** What sources' own rows have to be corrected by when their events are judged anew. */
export class RevisedSources {
  private readonly writer: Writer
  private readonly changes = new Map<number, Change>()

  constructor(writer: Writer) {
    this.writer = writer
  }

  change({ source, time, direction, ids: before }: RevisedEvent, now: JudgedIds): void {
    const change = this.of(source)
    change.foreignVia += now.foreignVia - before.foreignVia
    if (direction === 'out') {
      change.refusals += Number(refuses(now)) - Number(refuses(before))
      change.accepted += Number(accepts(now)) - Number(accepts(before))
      return
    }
    if (isInvite(now) === isInvite(before)) return
    if (isInvite(now)) change.invited = Math.min(change.invited ?? time, time)
    else change.uninvited = Math.min(change.uninvited ?? time, time)
  }

  /** Behind the classes, which know the worst severity that is left. */
  flush(): void {
    for (const [source, { foreignVia, refusals, accepted, invited, uninvited }] of this.changes) {
      this.writer.run(update, foreignVia, refusals, accepted, source, source)
      this.writer.run(updateVerdict, source)
      if (invited !== undefined) this.writer.run(updateInvite, invited, invited, source)
      if (uninvited !== undefined) this.writer.run(findInvite, source, uninvited, source, uninvited)
    }
  }

  private of(source: number): Change {
    const known = this.changes.get(source)
    if (known) return known
    const change = { foreignVia: 0, refusals: 0, accepted: 0, invited: undefined, uninvited: undefined }
    this.changes.set(source, change)
    return change
  }
}

const update = `
  UPDATE source SET foreign_via = foreign_via + ?, refusals = refusals + ?, accepted = accepted + ?,
    severity = coalesce((SELECT min(severity) FROM source_class WHERE source = ?), ${severityCodes.encode('benign')})
  WHERE id = ?`
/** The verdict is another one now, perhaps. */
const updateVerdict = 'UPDATE source SET verdict = iif(due = 2, severity, verdict), due = max(due, 1) WHERE id = ?'
const updateInvite = 'UPDATE source SET first_invite = min(coalesce(first_invite, ?), ?) WHERE id = ?'
/** Only when the first one went; the next is looked for from there on. */
const findInvite = `
  UPDATE source SET first_invite = (
    SELECT time FROM event WHERE source = ? AND time >= ? AND direction = 0 AND method = ${inviteMethod} AND status IS NULL
    ORDER BY time LIMIT 1)
  WHERE id = ? AND first_invite >= ?`
