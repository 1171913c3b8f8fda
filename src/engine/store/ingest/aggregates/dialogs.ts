import { createHash } from 'node:crypto'
import { microsecondsPerMinute } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { EventFacts } from '../facts.ts'
import { bounded } from '../names/intern.ts'
import { beyond } from '../names/listed.ts'
import type { Tally } from './tally.ts'

interface Dialog {
  readonly id: number
  readonly callId: string
  readonly source: number
  /** The stored first time; `undefined` while the dialog is not stored yet. */
  readonly storedFirst: number | undefined
  firstSeen: number
  lastSeen: number
  messages: number
  readonly methods: Map<string, number>
  status: number | null
  statusTime: number | null
  caller: string | null
  callee: string | null
  userAgent: number | null
  openedTime: number | null
  dialled: number | null
  dialledTime: number | null
}

interface DialogIds {
  readonly userAgent: number | null
  readonly dialled: number | null
}

interface StoredDialog extends Omit<Dialog, 'storedFirst' | 'methods' | 'source' | 'callId'> {
  readonly methods: string
}

const find = `
  SELECT id, first_seen AS firstSeen, last_seen AS lastSeen, messages, methods, status, status_time AS statusTime, caller,
    callee, user_agent AS userAgent, opened_time AS openedTime, dialled, dialled_time AS dialledTime
  FROM dialog WHERE source = ? AND sensor = ? AND call_id = ? AND call_id <> ''`
const insert = `
  INSERT INTO dialog (last_seen, messages, methods, status, status_time, caller, callee, user_agent, opened_time, dialled,
    dialled_time, id, first_seen, source, sensor, call_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
/** Without the indexed first time, which hardly ever changes. */
const update = `
  UPDATE dialog SET last_seen = ?, messages = ?, methods = ?, status = ?, status_time = ?, caller = ?, callee = ?,
    user_agent = ?, opened_time = ?, dialled = ?, dialled_time = ?
  WHERE id = ?`
const updateFirst = 'UPDATE dialog SET first_seen = ? WHERE id = ?'

/** Distinct methods remembered for one dialog; there are fourteen, and a fuzzer makes up any number. */
const mostMethods = 20
/** Longer ones are told apart by their hash: an index must not hold 64 kB keys. */
const longestCallId = 200

/** The dialogs that one batch touches: each is read once and written once. */
export class BatchDialogs {
  private readonly writer: Writer
  private readonly sensor: number
  private readonly touched = new Map<string, Dialog>()
  private readonly alone: Dialog[] = []
  private lastId: number

  constructor(writer: Writer, sensor: number) {
    this.writer = writer
    this.sensor = sensor
    // Ids are given here, so that events can name a dialog before it is written: nobody else writes meanwhile.
    this.lastId = writer.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM dialog')?.id ?? 0
  }

  /** @returns the dialog's id, and whether this event began it. */
  add(event: EventFacts, source: number, ids: DialogIds): Dialog {
    const dialog = this.dialogOf(event, source)
    dialog.messages += 1
    dialog.firstSeen = Math.min(dialog.firstSeen, event.time)
    dialog.lastSeen = Math.max(dialog.lastSeen, event.time)
    if (event.direction === 'in') noteRequest(dialog, event, ids)
    else if (event.status !== undefined && event.time >= (dialog.statusTime ?? 0)) {
      dialog.status = event.status
      dialog.statusTime = event.time
    }
    return dialog
  }

  /** @param begun counts dialogs by the minute they began in; a late event may move one to an earlier minute. */
  flush(begun: Tally): void {
    for (const dialog of this.touched.values()) this.write(dialog, begun)
    for (const dialog of this.alone) this.write(dialog, begun)
  }

  private write(dialog: Dialog, begun: Tally): void {
    const { id, firstSeen, storedFirst, source, callId } = dialog
    if (storedFirst === undefined) {
      this.writer.prepare(insert).run(...columnsOf(dialog), id, firstSeen, source, this.sensor, callId)
      begun.add(minuteOf(firstSeen))
      return
    }
    this.writer.prepare(update).run(...columnsOf(dialog), id)
    if (firstSeen === storedFirst) return
    this.writer.run(updateFirst, firstSeen, id)
    begun.change(-1, minuteOf(storedFirst))
    begun.add(minuteOf(firstSeen))
  }

  private dialogOf(event: EventFacts, source: number): Dialog {
    const callId = boundedCallId(event.callId)
    if (callId === '') {
      const dialog = this.begin(event, source, '')
      this.alone.push(dialog)
      return dialog
    }
    const key = `${source} ${callId}`
    const known = this.touched.get(key)
    if (known) return known
    const dialog = this.load(source, callId) ?? this.begin(event, source, callId)
    this.touched.set(key, dialog)
    return dialog
  }

  private load(source: number, callId: string): Dialog | undefined {
    const row = this.writer.get<StoredDialog>(find, source, this.sensor, callId)
    if (!row) return undefined
    return { ...row, source, callId, methods: readMethods(row.methods), storedFirst: row.firstSeen }
  }

  private begin(event: EventFacts, source: number, callId: string): Dialog {
    this.lastId += 1
    return {
      ...{ id: this.lastId, callId, source, storedFirst: undefined },
      ...{ firstSeen: event.time, lastSeen: event.time, messages: 0, methods: new Map() },
      ...{ status: null, statusTime: null, caller: null, callee: null, userAgent: null },
      ...{ openedTime: null, dialled: null, dialledTime: null },
    }
  }
}

const minuteOf = (time: number): number => Math.floor(time / microsecondsPerMinute)

function noteRequest(dialog: Dialog, event: EventFacts, ids: DialogIds): void {
  const { time } = event
  if (event.method !== undefined) noteMethod(dialog.methods, bounded(event.method), time)
  if (dialog.openedTime === null || time < dialog.openedTime) {
    dialog.openedTime = time
    dialog.caller = event.caller ?? null
    dialog.callee = event.callee ?? null
    dialog.userAgent = ids.userAgent
  }
  // What its source's list has no room for has no row to point to.
  if (ids.dialled !== null && ids.dialled !== beyond && (dialog.dialledTime === null || time < dialog.dialledTime)) {
    dialog.dialledTime = time
    dialog.dialled = ids.dialled
  }
}

/** Of a method that a dialog used once more. */
export function noteMethod(methods: Map<string, number>, method: string, time: number): void {
  const known = methods.get(method)
  if (known === undefined && methods.size >= mostMethods) return
  methods.set(method, Math.min(known ?? time, time))
}

function columnsOf(dialog: Dialog): (string | number | null)[] {
  const { lastSeen, messages, methods, status, statusTime, caller, callee, userAgent } = dialog
  const { openedTime, dialled, dialledTime } = dialog
  return [
    ...[lastSeen, messages, methodsText(methods), status, statusTime, caller, callee],
    ...[userAgent, openedTime, dialled, dialledTime],
  ]
}

/** As the column holds them: in order of first use. */
export const methodsText = (methods: ReadonlyMap<string, number>): string =>
  JSON.stringify(methods.size > 1 ? [...methods].sort((a, b) => a[1] - b[1]) : [...methods])

export const readMethods = (text: string): Map<string, number> => new Map(JSON.parse(text) as [string, number][])

export function boundedCallId(callId: string): string {
  if (callId.length <= longestCallId) return callId
  return `${callId.slice(0, longestCallId)}…${createHash('sha256').update(callId).digest('hex').slice(0, 32)}`
}
