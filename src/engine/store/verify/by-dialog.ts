import type { Kept } from './kept.ts'
import { ReadDialog, type DialogEvent } from './read-dialog.ts'
import type { VerifyRun } from './run.ts'

/** About how many events are read at a time; of them so many rows are held in memory. */
const stretchEvents = 20_000

/** Of a dialog without events. */
interface NoEvent {
  readonly event: null
}

interface Stored {
  readonly id: number
  readonly source: number
  readonly sensor: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly methods: string
  readonly status: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

const columns = `
  d.id, d.source, d.sensor, d.first_seen AS firstSeen, d.last_seen AS lastSeen, d.messages, d.methods, d.status,
  d.user_agent AS userAgent, d.dialled`
const next = 'SELECT id, messages FROM dialog WHERE id >= ? ORDER BY id LIMIT 5000'
const one = `SELECT ${columns} FROM dialog d WHERE d.id = ?`
const eventColumns = `
  e.id AS event, e.source AS eventSource, k.sensor AS eventSensor, e.time, k.direction, k.method, k.status AS code,
  k.user_agent AS agent, e.dialled AS number`
/** One statement for the dialogs and their events: it sees one moment, whatever is stored meanwhile. */
const stretch = `
  SELECT ${columns}, ${eventColumns}
  FROM dialog d LEFT JOIN event e ON e.dialog = d.id LEFT JOIN kind k ON k.id = e.kind
  WHERE d.id BETWEEN ? AND ? AND d.first_seen >= ?
  ORDER BY d.id`
const page = `
  SELECT ${eventColumns} FROM event e CROSS JOIN kind k ON k.id = e.kind
  WHERE e.dialog = ? AND e.id > ? ORDER BY e.id LIMIT ${stretchEvents}`

/** What each dialog's row says of its events, but for its two sides, which only their bytes tell. */
export async function verifyDialogs(run: VerifyRun, kept: Kept): Promise<void> {
  for (let from = 0; !run.full;) {
    const dialogs = run.reader.all<{ id: number; messages: number }>(next, from)
    const [first] = dialogs
    if (!first) return
    if (first.messages > stretchEvents) {
      await verifyGreat(run, first.id, kept)
      from = first.id + 1
      continue
    }
    let [last, messages] = [first.id, 0]
    for (const dialog of dialogs) {
      if (messages + dialog.messages > stretchEvents) break
      last = dialog.id
      messages += dialog.messages
    }
    verifyStretch(run, first.id, last, kept.events)
    await run.step(messages)
    from = last + 1
  }
}

function verifyStretch(run: VerifyRun, from: number, to: number, since: number): void {
  let read: { stored: Stored; contents: ReadDialog } | undefined
  for (const row of run.reader.all<Stored & (DialogEvent | NoEvent)>(stretch, from, to, since)) {
    if (read?.stored.id !== row.id) {
      if (read) hold(run, read.stored, read.contents)
      read = { stored: row, contents: new ReadDialog() }
    }
    if (row.event !== null) read.contents.add(row)
  }
  if (read) hold(run, read.stored, read.contents)
}

/** Read in pages; when something was stored of it meanwhile, the next verification will tell. */
async function verifyGreat(run: VerifyRun, id: number, kept: Kept): Promise<void> {
  const before = run.reader.get<Stored>(one, id)
  if (!before || before.firstSeen < kept.events) return
  const contents = new ReadDialog()
  for (let after = 0; ;) {
    const rows = run.reader.all<DialogEvent>(page, id, after)
    for (const row of rows) contents.add(row)
    await run.step(rows.length)
    after = rows.at(-1)?.event ?? after
    if (rows.length < stretchEvents) break
  }
  const now = run.reader.get<Stored>(one, id)
  if (JSON.stringify(now) === JSON.stringify(before)) hold(run, before, contents)
}

const told = [
  'source',
  'sensor',
  'firstSeen',
  'lastSeen',
  'messages',
  'methods',
  'status',
  'userAgent',
  'dialled',
] as const

function hold(run: VerifyRun, stored: Stored, contents: ReadDialog): void {
  const counted = contents.result()
  const words = told
    .filter((name) => stored[name] !== counted[name])
    .map((name) => `${name} kept ${stored[name] ?? 'nothing'}, read ${counted[name] ?? 'nothing'}`)
  if (words.length > 0) run.tell(`dialog ${stored.id}: ${words.join('; ')}`)
}
