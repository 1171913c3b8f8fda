import type { Writer } from '../../connection.ts'
import { methodsText, noteMethod, readMethods } from '../aggregates/dialogs.ts'
import type { Judged } from '../facts.ts'
import type { JudgedIds } from '../names/ids.ts'
import { bounded } from '../names/intern.ts'
import type { RevisedEvent } from './event.ts'

interface StoredDialog {
  readonly id: number
  readonly methods: string
  readonly status: number | null
  readonly statusTime: number | null
  readonly caller: string | null
  readonly callee: string | null
  readonly userAgent: number | null
  readonly openedTime: number | null
  readonly dialled: number | null
  readonly dialledTime: number | null
}

interface Dialog extends Omit<StoredDialog, 'methods'> {
  readonly stored: StoredDialog
  readonly methods: Map<string, number>
  status: number | null
  statusTime: number | null
  caller: string | null
  callee: string | null
  userAgent: number | null
  dialled: number | null
  dialledTime: number | null
  /** Ids and texts of methods that one of its events is not of any more. */
  readonly lostMethods: Set<number>
  statusChanged: boolean
  /** Time from which the first number dialled is to be looked for. */
  dialledFrom: number | undefined
}

/** What dialogs show of their events, corrected when these are judged anew. Which dialog an event is of stays. */
export class RevisedDialogs {
  private readonly writer: Writer
  private readonly touched = new Map<number, Dialog>()

  constructor(writer: Writer) {
    this.writer = writer
  }

  note(event: RevisedEvent, judged: Judged, ids: JudgedIds): void {
    const dialog = this.dialogOf(event.dialog)
    if (!dialog) return
    const { ids: before, time } = event
    if (event.direction === 'out') {
      if (before.status !== ids.status) dialog.statusChanged = true
      return
    }
    if (time === dialog.openedTime && this.opened(event)) {
      dialog.caller = judged.caller ?? null
      dialog.callee = judged.callee ?? null
      dialog.userAgent = ids.userAgent
    }
    if (before.dialled !== ids.dialled) {
      dialog.dialledFrom = Math.min(dialog.dialledFrom ?? Infinity, dialog.dialledTime ?? Infinity, time)
    }
    if (before.method === ids.method) return
    if (before.method !== null) dialog.lostMethods.add(before.method)
    if (judged.method !== undefined) noteMethod(dialog.methods, bounded(judged.method), time)
  }

  /** Behind the events' own rows. */
  flush(): void {
    for (const dialog of this.touched.values()) {
      if (dialog.statusChanged) this.readStatus(dialog)
      if (dialog.dialledFrom !== undefined) this.readDialled(dialog, dialog.dialledFrom)
      for (const method of dialog.lostMethods) this.readMethod(dialog, method)
      this.write(dialog)
    }
  }

  private dialogOf(id: number): Dialog | undefined {
    const known = this.touched.get(id)
    if (known) return known
    const stored = this.writer.get<StoredDialog>(find, id)
    if (!stored) return undefined
    const changes = { lostMethods: new Set<number>(), statusChanged: false, dialledFrom: undefined }
    const dialog: Dialog = { ...stored, stored, methods: readMethods(stored.methods), ...changes }
    this.touched.set(id, dialog)
    return dialog
  }

  /** Of several at the same time the one that came here first opened it. */
  private opened({ id, dialog, time }: RevisedEvent): boolean {
    return this.writer.get<{ id: number }>(firstAt, dialog, time)?.id === id
  }

  private readStatus(dialog: Dialog): void {
    const last = this.writer.get<{ status: number; time: number }>(lastStatus, dialog.id)
    dialog.status = last?.status ?? null
    dialog.statusTime = last?.time ?? null
  }

  private readDialled(dialog: Dialog, from: number): void {
    const first = this.writer.get<{ dialled: number; time: number }>(firstDialled, dialog.id, from)
    dialog.dialled = first?.dialled ?? null
    dialog.dialledTime = first?.time ?? null
  }

  private readMethod({ id, methods }: Dialog, method: number): void {
    const text = this.writer.get<{ text: string }>('SELECT text FROM method WHERE id = ?', method)?.text
    const noted = text === undefined ? undefined : methods.get(text)
    if (text === undefined || noted === undefined) return
    const first = this.writer.get<{ time: number }>(firstOfMethod, id, method, noted)
    if (first) methods.set(text, first.time)
    else methods.delete(text)
  }

  private write(dialog: Dialog): void {
    const { stored, status, statusTime, caller, callee, userAgent, dialled, dialledTime, id } = dialog
    const methods = methodsText(dialog.methods)
    const now = [methods, status, statusTime, caller, callee, userAgent, dialled, dialledTime]
    const before = [
      ...[stored.methods, stored.status, stored.statusTime, stored.caller, stored.callee],
      ...[stored.userAgent, stored.dialled, stored.dialledTime],
    ]
    if (now.some((value, at) => value !== before[at])) this.writer.run(update, ...now, id)
  }
}

const find = `
  SELECT id, methods, status, status_time AS statusTime, caller, callee, user_agent AS userAgent,
    opened_time AS openedTime, dialled, dialled_time AS dialledTime
  FROM dialog WHERE id = ?`
const firstAt = 'SELECT id FROM event WHERE dialog = ? AND time = ? AND direction = 0 ORDER BY id LIMIT 1'
const lastStatus = `
  SELECT status, time FROM event WHERE dialog = ? AND direction = 1 AND status IS NOT NULL
  ORDER BY time DESC, id DESC LIMIT 1`
const firstDialled = `
  SELECT dialled, time FROM event WHERE dialog = ? AND time >= ? AND direction = 0 AND dialled > 0
  ORDER BY time, id LIMIT 1`
const firstOfMethod = `
  SELECT time FROM event WHERE dialog = ? AND method = ? AND time >= ? AND direction = 0 ORDER BY time LIMIT 1`
const update = `
  UPDATE dialog SET methods = ?, status = ?, status_time = ?, caller = ?, callee = ?, user_agent = ?, dialled = ?,
    dialled_time = ?
  WHERE id = ?`
