import type { Test } from '../../../../filter/filter.ts'
import { boundedCallId, callHash } from '../../call-id.ts'
import type { SqlValue } from '../../connection.ts'
import { eventCondition, never, type Condition, type Need, type Way } from '../condition.ts'
import { lengthOf, type Run } from '../run.ts'
import { setOf } from '../sets.ts'
import { longest, textIds, valuesOf } from '../texts.ts'
import { numberTest, textsTest } from '../values.ts'

/** `dialog:`, by its number. */
export function dialogTerm(run: Run, test: Test): Condition {
  const fits = numberTest(test)
  const values = valuesOf(test)
  const exact = values.flatMap((value) =>
    value.kind === 'number' && value.least === value.most ? (value.least ?? []) : [],
  )
  return eventCondition({
    holds: ({ dialog }) => fits(dialog),
    ...(exact.length > 0 && exact.length === values.length ? { way: () => wayTo(run, exact) } : {}),
  })
}

const byCallId = `SELECT d.id FROM source s CROSS JOIN dialog d ON d.source = s.id AND d.call_hash = ?
  WHERE s.id > ? AND s.id <= ? AND d.call_id = ?`

/** `callid:`. A whole one is looked up for each source by its hash; patterns are held against every dialog. */
export function callIdTerm(run: Run, test: Test): Condition {
  const values = valuesOf(test)
  const whole = values.flatMap((value) => (value.kind === 'text' ? boundedCallId(value.text) : []))
  if (test.kind === 'oneOf' && whole.length === values.length) {
    const ids = whole.flatMap((callId) => dialogsOfCall(run, callId))
    if (ids.length === 0) return never
    const set = new Set(ids)
    return eventCondition({ holds: ({ dialog }) => set.has(dialog), way: () => wayTo(run, [...set]) })
  }
  const asStored = values.map((value) =>
    value.kind === 'text' ? { ...value, text: boundedCallId(value.text) } : value,
  )
  const fits = textsTest('callid', test.kind === 'any' ? test : { ...test, values: asStored })
  const [only] = asStored
  const piece = only?.kind === 'pattern' && asStored.length === 1 ? longest(only.pieces) : ''
  return dialogCondition<{ readonly call: string }>(run, {
    one: 'SELECT call_id AS call FROM dialog WHERE id = ?',
    many: `SELECT id, messages, call_id AS call FROM dialog
      WHERE id > ? AND id <= ? AND call_id <> '' AND (instr(lower(call_id), ?) > 0 OR length(call_id) <> octet_length(call_id))`,
    params: [piece],
    fits: ({ call }) => call !== '' && fits([call]),
    needs: piece === '' ? undefined : { of: 'callid', piece },
  })
}

const sourcesAtOnce = 50_000

function dialogsOfCall(run: Run, callId: string): number[] {
  const last = run.reader.get<{ last: number | null }>('SELECT max(id) AS last FROM source')?.last ?? 0
  const found: number[] = []
  for (let from = 0; callId !== '' && from < last; from += sourcesAtOnce) {
    run.pause()
    const rows = run.reader.all<{ id: number }>(byCallId, callHash(callId), from, from + sourcesAtOnce, callId)
    found.push(...rows.map(({ id }) => id))
  }
  return found
}

const sides = {
  from: {
    one: 'SELECT caller AS user FROM dialog WHERE id = ?',
    any: 'SELECT id, messages, caller AS user FROM dialog WHERE id > ? AND id <= ? AND caller IS NOT NULL',
    many: `SELECT id, messages, caller AS user FROM dialog
      WHERE id > ? AND id <= ? AND caller IN (SELECT value FROM json_each(?))`,
  },
  to: {
    one: 'SELECT callee AS user FROM dialog WHERE id = ?',
    any: 'SELECT id, messages, callee AS user FROM dialog WHERE id > ? AND id <= ? AND callee IS NOT NULL',
    many: `SELECT id, messages, callee AS user FROM dialog
      WHERE id > ? AND id <= ? AND callee IN (SELECT value FROM json_each(?))`,
  },
}

/** `from:` and `to:`: who calls whom in the dialog that a message belongs to. */
export function sideTerm(run: Run, side: 'from' | 'to', test: Test): Condition {
  const { one, any, many } = sides[side]
  if (test.kind === 'any') {
    return dialogCondition<{ readonly user: number | null }>(run, {
      ...{ one, many: any, params: [] },
      fits: ({ user }) => user !== null,
      needs: undefined,
    })
  }
  const users = new Set(textIds(run, 'user', test.values))
  if (users.size === 0) return never
  return dialogCondition<{ readonly user: number | null }>(run, {
    ...{ one, many, params: [JSON.stringify([...users])] },
    fits: ({ user }) => user !== null && users.has(user),
    needs: { of: side, ids: setOf(users, lengthOf(run.reader, 'user')) },
  })
}

interface OfDialog<Row> {
  readonly one: string
  /** All that may fit, by a stretch of ids. */
  readonly many: string
  readonly params: readonly SqlValue[]
  readonly fits: (row: Row) => boolean
  readonly needs: Need | undefined
}

function dialogCondition<Row>(run: Run, of: OfDialog<Row>): Condition {
  const known = new Map<number, boolean>()
  const judge = (dialog: number): boolean => {
    const row = run.reader.get<Row>(of.one, dialog)
    const result = row !== undefined && of.fits(row)
    known.set(dialog, result)
    return result
  }
  return eventCondition({
    holds: ({ dialog }) => known.get(dialog) ?? judge(dialog),
    way: () => searchedWay(run, of),
    needs: () => of.needs,
  })
}

const dialogsAtOnce = 50_000
const mostDialogs = 100_000
/** Dialogs looked through in a millisecond, about. */
const dialogsPerMillisecond = 3_000

/** Looks through the dialogs themselves, where that leaves time for more. */
function searchedWay<Row>(run: Run, { many, params, fits }: OfDialog<Row>): Way | undefined {
  const last = run.reader.get<{ last: number | null }>('SELECT max(id) AS last FROM dialog')?.last ?? 0
  if (last / dialogsPerMillisecond > run.left() / 2) return undefined
  const ids: number[] = []
  let messages = 0
  for (let to = last; to > 0; to -= dialogsAtOnce) {
    run.pause()
    if (run.late()) return undefined
    const rows = run.reader.all<Row & { id: number; messages: number }>(
      many,
      Math.max(0, to - dialogsAtOnce),
      to,
      ...params,
    )
    for (const row of rows) {
      if (!fits(row)) continue
      ids.push(row.id)
      messages += row.messages
    }
    if (ids.length > mostDialogs) return undefined
  }
  return { by: 'dialog', ids, messages }
}

/** The way to all messages of some dialogs. */
export function wayTo(run: Run, ids: readonly number[]): Way {
  const sql = 'SELECT sum(messages) AS messages FROM dialog WHERE id IN (SELECT value FROM json_each(?))'
  const messages = run.reader.get<{ messages: number | null }>(sql, JSON.stringify(ids))?.messages ?? 0
  return { by: 'dialog', ids, messages }
}
