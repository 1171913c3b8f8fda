import type { Writer } from '../../connection.ts'
import type { Course } from '../aggregates/course.ts'
import type { Judged } from '../facts.ts'
import type { JudgedIds } from '../names/ids.ts'
import type { Intern } from '../names/intern.ts'
import type { RevisedCourses } from './courses.ts'
import { isReceived, type RevisedEvent } from './event.ts'
import type { Range } from './stored.ts'

interface Contents {
  readonly methods: string
  readonly status: number | null
  readonly caller: number | null
  readonly callee: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

interface StoredDialog extends Contents {
  readonly id: number
  readonly firstSeen: number
  readonly messages: number
}

type Sides = Pick<Judged, 'caller' | 'callee'>

interface Touched {
  readonly stored: StoredDialog
  /** The message received first; `undefined` when the dialog begins with an answer, and only a look at all of it tells. */
  readonly opener: number | undefined
  /** What messages name as sides that may be the one that opened it, by their ids. */
  readonly sides: Map<number, Sides>
  /** Its events' rows say something else now that it shows. */
  changed: boolean
}

/** What dialogs show of their events, corrected when these are judged anew. Which dialog an event is of stays. */
export class RevisedDialogs {
  private readonly writer: Writer
  private readonly users: Intern
  private readonly touched = new Map<number, Touched | undefined>()

  private readonly courseOf: (dialog: number, messages: number, changed: boolean) => Course | undefined

  /** @param batch the stretch that is judged anew, in the order of ids; `undefined`: single events are. */
  constructor(writer: Writer, users: Intern, courses: RevisedCourses, batch: Range | undefined) {
    this.writer = writer
    this.users = users
    this.courseOf = (dialog, messages, changed) =>
      batch === undefined ? courses.readWhole(dialog, changed) : courses.get(dialog, messages, batch)
  }

  note(event: RevisedEvent, judged: Judged, ids: JudgedIds): void {
    const dialog = this.dialogOf(event.dialog)
    if (!dialog) return
    if (isReceived(event) && (dialog.opener ?? event.id) === event.id) dialog.sides.set(event.id, judged)
    if (showsOther(event, ids)) dialog.changed = true
  }

  /** Behind the events' own rows. */
  flush(): void {
    for (const dialog of this.touched.values()) if (dialog) this.write(dialog, this.contentsOf(dialog))
  }

  private contentsOf({ stored, opener, sides, changed }: Touched): Contents {
    const mustRead = changed || (opener === undefined && sides.size > 0)
    const read = mustRead ? this.courseOf(stored.id, stored.messages, changed) : undefined
    const now = read?.contents()
    // Where retention deleted a part of it, what is left says less than the row.
    const isWhole = now?.messages === stored.messages
    const { methods, status, userAgent, dialled } = now && isWhole ? now : stored
    const first = (isWhole ? read?.opener : undefined) ?? opener ?? 0
    return { methods, status, userAgent, dialled, ...this.sidesOf(stored, sides.get(first)) }
  }

  private sidesOf(stored: StoredDialog, sides: Sides | undefined): Pick<Contents, 'caller' | 'callee'> {
    if (sides === undefined) return { caller: stored.caller, callee: stored.callee }
    const idOf = (user: string | undefined): number | null => (user === undefined ? null : this.users.id(user))
    return { caller: idOf(sides.caller), callee: idOf(sides.callee) }
  }

  private write({ stored }: Touched, now: Contents): void {
    const { methods, status, caller, callee, userAgent, dialled } = now
    if (columns.every((column) => stored[column] === now[column])) return
    this.writer.run(update, methods, status, caller, callee, userAgent, dialled, stored.id)
  }

  private dialogOf(id: number): Touched | undefined {
    if (this.touched.has(id)) return this.touched.get(id)
    const stored = this.writer.get<StoredDialog>(find, id)
    const dialog = stored && { stored, opener: this.openerOf(stored), sides: new Map<number, Sides>(), changed: false }
    this.touched.set(id, dialog)
    return dialog
  }

  /** Of several at the same time the one that came here first opened it. Looks where fewer events are. */
  private openerOf({ id, firstSeen, messages }: StoredDialog): number | undefined {
    return this.writer.get<{ id: number }>(messages > fewMessages ? firstByTime : firstOfDialog, id, firstSeen)?.id
  }
}

const columns = ['methods', 'status', 'caller', 'callee', 'userAgent', 'dialled'] as const

const showsOther = ({ ids: before, where }: RevisedEvent, now: JudgedIds): boolean =>
  before.status !== now.status ||
  (where.direction === 0 &&
    (before.method !== now.method || before.userAgent !== now.userAgent || before.dialled !== now.dialled))

/** All events of a dialog are looked at up to here; those of one microsecond beyond. */
const fewMessages = 200
const find = `
  SELECT id, first_seen AS firstSeen, messages, methods, status, caller, callee, user_agent AS userAgent, dialled
  FROM dialog WHERE id = ?`
const first = (index: string): string => `
  SELECT e.id FROM event e INDEXED BY ${index} CROSS JOIN kind k ON k.id = e.kind
  WHERE e.dialog = ? AND e.time = ? AND k.direction = 0 ORDER BY e.id LIMIT 1`
const firstOfDialog = first('event_dialog')
const firstByTime = first('event_time')
const update = `
  UPDATE dialog SET methods = ?, status = ?, caller = ?, callee = ?, user_agent = ?, dialled = ? WHERE id = ?`
