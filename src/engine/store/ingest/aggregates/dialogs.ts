import { boundedCallId, callHash } from '../../call-id.ts'
import { microsecondsPerMinute } from '../../codes.ts'
import type { Statement, Writer } from '../../connection.ts'
import type { EventFacts } from '../facts.ts'
import type { JudgedIds } from '../names/ids.ts'
import type { Intern } from '../names/intern.ts'
import { lastGiven } from '../../retention/marks.ts'
import { Rows } from '../rows.ts'
import { listedOnly, methodsText, noteMethod, readMethods, type Course } from './course.ts'
import type { Courses } from './courses.ts'
import { readDialog } from './read-dialog.ts'
import type { Tally } from './tally.ts'

interface Dialog {
  readonly id: number
  readonly source: number
  readonly callId: string
  readonly hash: number
  /** The stored first time; `undefined` while the dialog is not stored yet. */
  readonly storedFirst: number | undefined
  firstSeen: number
  lastSeen: number
  messages: number
  methods: number[]
  status: number | null
  caller: number | null
  callee: number | null
  userAgent: number | null
  dialled: number | null
  /** Something was received of it. */
  opened: boolean
  /** Its row has to be read anew from its events. */
  late: boolean
  /** When its events were read before: what they come to, with all that this batch has of it. */
  readonly course: Course | undefined
  /** Of the messages that this batch received of it the first one, by time. */
  heard: Heard | undefined
}

interface Heard {
  readonly id: number
  readonly event: EventFacts
}

interface StoredDialog {
  readonly id: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly methods: string
  readonly status: number | null
  readonly caller: number | null
  readonly callee: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

const find = `
  SELECT id, first_seen AS firstSeen, last_seen AS lastSeen, messages, methods, status, caller, callee,
    user_agent AS userAgent, dialled
  FROM dialog WHERE source = ? AND call_hash = ? AND sensor = ? AND call_id = ?`
const insert = `dialog (id, source, sensor, call_id, call_hash, first_seen, last_seen, messages, methods, status, caller,
    callee, user_agent, dialled)`
const columns = 14
/** Without the indexed first time, which hardly ever changes. */
const update = `
  UPDATE dialog SET last_seen = ?, messages = ?, methods = ?, status = ?, caller = ?, callee = ?, user_agent = ?,
    dialled = ?
  WHERE id = ?`
const updateFirst = 'UPDATE dialog SET first_seen = ? WHERE id = ?'

/** The dialogs that one batch touches: each is read once and written once. */
export class BatchDialogs {
  private readonly writer: Writer
  private readonly sensor: number
  private readonly users: Intern
  private readonly courses: Courses
  private readonly find: Statement
  private readonly touched = new Map<number, Map<string, Dialog>>()
  private readonly all: Dialog[] = []
  private lastId: number

  constructor(writer: Writer, users: Intern, courses: Courses, sensor: number) {
    this.writer = writer
    this.users = users
    this.courses = courses
    this.sensor = sensor
    this.find = writer.prepare(find)
    // Ids are given here, so that events can name a dialog before it is written: nobody else writes meanwhile.
    this.lastId = lastGiven(writer, 'dialog')
  }

  /** @param id of the event. @returns its dialog; one with a single message was begun by it. */
  add(
    id: number,
    event: EventFacts,
    source: number,
    ids: JudgedIds,
  ): { readonly id: number; readonly messages: number } {
    const dialog = this.dialogOf(event, source)
    const { time } = event
    const { method, status, userAgent, dialled } = ids
    dialog.course?.add({ id, time, direction: event.direction === 'in' ? 0 : 1, method, status, userAgent, dialled })
    dialog.messages += 1
    if (time < dialog.lastSeen) dialog.late = true
    else dialog.lastSeen = time
    if (event.direction === 'in') this.receive(dialog, id, event, ids)
    else dialog.status = ids.status ?? dialog.status
    return dialog
  }

  /**
   * Behind the events, from which late ones are put in their place.
   * @param begun counts dialogs by the minute they began in; a late event may move one to an earlier minute.
   */
  flush(begun: Tally): void {
    const rows = new Rows(this.writer, insert, columns)
    const updating = this.writer.prepare(update)
    for (const dialog of this.all) {
      if (dialog.late || dialog.course !== undefined) this.readAnew(dialog)
      this.write(dialog, rows, updating, begun)
    }
    rows.flush()
  }

  private receive(dialog: Dialog, id: number, event: EventFacts, ids: JudgedIds): void {
    if (dialog.heard === undefined || event.time < dialog.heard.event.time) dialog.heard = { id, event }
    noteMethod(dialog.methods, ids.method)
    dialog.dialled ??= listedOnly(ids.dialled)
    if (dialog.opened) return
    dialog.opened = true
    // It may have been received by something without a method before.
    if (dialog.storedFirst !== undefined) dialog.late = true
    this.nameSides(dialog, event)
    dialog.userAgent = ids.userAgent
  }

  private nameSides(dialog: Dialog, { caller, callee }: EventFacts): void {
    dialog.caller = caller === undefined ? null : this.users.id(caller)
    dialog.callee = callee === undefined ? null : this.users.id(callee)
  }

  private readAnew(dialog: Dialog): void {
    const course = dialog.course ?? readDialog(this.writer, dialog.id)
    if (course === undefined) return
    const { methods, ...rest } = course.contents()
    Object.assign(dialog, rest, { methods: readMethods(methods) })
    if (dialog.heard !== undefined && dialog.heard.id === course.opener) this.nameSides(dialog, dialog.heard.event)
    this.courses.keep(dialog.id, course)
  }

  private write(dialog: Dialog, rows: Rows, updating: Statement, begun: Tally): void {
    const { id, firstSeen, storedFirst, lastSeen, messages, status, caller, callee, userAgent, dialled } = dialog
    const methods = methodsText(dialog.methods)
    if (storedFirst !== undefined) {
      updating.run(lastSeen, messages, methods, status, caller, callee, userAgent, dialled, id)
      if (firstSeen !== storedFirst) this.moveBegin(id, storedFirst, firstSeen, begun)
      return
    }
    const { source, callId, hash } = dialog
    const key = [id, source, this.sensor, callId, hash, firstSeen]
    rows.add(...key, lastSeen, messages, methods, status, caller, callee, userAgent, dialled)
    begun.add(minuteOf(firstSeen))
  }

  private moveBegin(id: number, before: number, now: number, begun: Tally): void {
    this.writer.run(updateFirst, now, id)
    begun.change(-1, minuteOf(before))
    begun.add(minuteOf(now))
  }

  private dialogOf(event: EventFacts, source: number): Dialog {
    const callId = boundedCallId(event.callId)
    if (callId === '') return this.begin(event, source, '', 0)
    const dialogs = this.touchedOf(source)
    const known = dialogs.get(callId)
    if (known) return known
    const hash = callHash(callId)
    const dialog = this.load(source, callId, hash) ?? this.begin(event, source, callId, hash)
    dialogs.set(callId, dialog)
    return dialog
  }

  private touchedOf(source: number): Map<string, Dialog> {
    const known = this.touched.get(source)
    if (known) return known
    const dialogs = new Map<string, Dialog>()
    this.touched.set(source, dialogs)
    return dialogs
  }

  private load(source: number, callId: string, hash: number): Dialog | undefined {
    const row = this.find.get(source, hash, this.sensor, callId) as StoredDialog | undefined
    if (!row) return undefined
    const { id, firstSeen, lastSeen, messages, status, caller, callee, userAgent, dialled } = row
    return this.touch({
      ...{ id, source, callId, hash, storedFirst: firstSeen, firstSeen, lastSeen, messages },
      ...{ methods: readMethods(row.methods), status, caller, callee, userAgent, dialled },
      ...{ opened: row.methods !== '', late: false, heard: undefined, course: this.courses.get(id, row) },
    })
  }

  private begin({ time }: EventFacts, source: number, callId: string, hash: number): Dialog {
    this.lastId += 1
    return this.touch({
      ...{
        id: this.lastId,
        source,
        callId,
        hash,
        storedFirst: undefined,
        firstSeen: time,
        lastSeen: time,
        messages: 0,
      },
      ...{ methods: [], status: null, caller: null, callee: null, userAgent: null, dialled: null },
      ...{ opened: false, late: false, heard: undefined, course: undefined },
    })
  }

  private touch(dialog: Dialog): Dialog {
    this.all.push(dialog)
    return dialog
  }
}

const minuteOf = (time: number): number => Math.floor(time / microsecondsPerMinute)
