import type { Test } from '../../../../filter/filter.ts'
import { eventCondition, never, type Condition, type EventTest, type Need, type SourceCount } from '../condition.ts'
import { lengthOf, type Run } from '../run.ts'
import { has, setOf, type IdSet } from '../sets.ts'
import { textIds } from '../texts.ts'
import { textsTest } from '../values.ts'
import { sourcesWay } from '../ways.ts'

type Part = 'users' | 'guesses'

const lists = {
  users: 'SELECT users AS list FROM named WHERE id = ?',
  guesses: 'SELECT guesses AS list FROM named WHERE id = ?',
}
const counts = {
  users:
    'SELECT source, sum(attempts) AS messages FROM source_user WHERE user IN (SELECT value FROM json_each(?)) GROUP BY source',
  guesses:
    'SELECT source, sum(attempts) AS messages FROM source_guess WHERE guess IN (SELECT value FROM json_each(?)) GROUP BY source',
}
/** One is looked up for each source: what all sources named is many times more. */
const countsOfOne = {
  users: `SELECT x.source, x.attempts AS messages FROM source s CROSS JOIN source_user x
    ON x.source = s.id AND x.user = ?`,
  guesses: `SELECT x.source, x.attempts AS messages FROM source s CROSS JOIN source_guess x
    ON x.source = s.id AND x.guess = ?`,
}
const countsOfAny = {
  users: 'SELECT source, sum(attempts) AS messages FROM source_user GROUP BY source',
  guesses: 'SELECT source, sum(attempts) AS messages FROM source_guess GROUP BY source',
}

/** `user:`: one of the users that a received message names. */
export function userTerm(run: Run, test: Test): Condition {
  if (test.kind === 'any') return anyCondition(run, 'users')
  return namedCondition(run, 'users', textIds(run, 'user', test.values), lengthOf(run.reader, 'user'))
}

interface Guess {
  readonly id: number
  readonly password: string
}

/** `auth:`: a password it guessed; `auth:*` also one of which only a digest is known. */
export function guessTerm(run: Run, test: Test): Condition {
  if (test.kind === 'any') return anyCondition(run, 'guesses')
  const fits = textsTest('auth', test)
  const ids: number[] = []
  const stretch = 100_000
  const sql = 'SELECT id, password FROM guess WHERE id > ? AND id <= ? AND password IS NOT NULL'
  for (let from = 0, end = lengthOf(run.reader, 'guess'); from < end; from += stretch) {
    run.pause()
    for (const { id, password } of run.reader.all<Guess>(sql, from, from + stretch)) if (fits([password])) ids.push(id)
  }
  return namedCondition(run, 'guesses', ids, lengthOf(run.reader, 'guess'))
}

function anyCondition(run: Run, part: Part): Condition {
  return eventCondition({
    ...naming(run, part, (ids) => ids.length > 0),
    needs: once(() => listsNeed(run, part, notEmpty[part])),
    ...(nameOne(run, part) ? { counted: () => run.reader.all<SourceCount>(countsOfAny[part]) } : {}),
  })
}

function namedCondition(run: Run, part: Part, ids: readonly number[], length: number): Condition {
  if (ids.length === 0) return never
  const set: IdSet = setOf(ids, length)
  const list = JSON.stringify(ids)
  const [first, ...others] = ids
  const only = others.length === 0 ? first : undefined
  const counted = (): readonly SourceCount[] =>
    only === undefined
      ? run.reader.all<SourceCount>(counts[part], list)
      : run.reader.all<SourceCount>(countsOfOne[part], only)
  return eventCondition({
    ...naming(run, part, (named) => named.some((id) => has(set, id))),
    ...(only !== undefined && others.length === 0
      ? { needs: once(() => listsNeed(run, part, holding[part], `,${only},`)) }
      : {}),
    way: () =>
      sourcesWay(
        run,
        counted().map(({ source }) => source),
      ),
    ...(only !== undefined || nameOne(run, part) ? { counted } : {}),
  })
}

/** More lists than these are not looked through: of events each is then read by itself. */
const mostLists = 300_000
const notEmpty = {
  users: "SELECT id FROM named WHERE users <> '[]'",
  guesses: "SELECT id FROM named WHERE guesses <> '[]'",
}
const holding = {
  users: "SELECT id FROM named WHERE instr(',' || substr(users, 2, length(users) - 2) || ',', ?) > 0",
  guesses: "SELECT id FROM named WHERE instr(',' || substr(guesses, 2, length(guesses) - 2) || ',', ?) > 0",
}
const ofSeveral = {
  users: "SELECT 1 FROM named WHERE instr(users, ',') > 0 LIMIT 1",
  guesses: "SELECT 1 FROM named WHERE instr(guesses, ',') > 0 LIMIT 1",
}

const once = <Value>(find: () => Value): (() => Value) => {
  let found: { readonly value: Value } | undefined
  return () => (found ??= { value: find() }).value
}

function listsNeed(run: Run, part: Part, sql: string, ...params: readonly string[]): Need | undefined {
  const length = lengthOf(run.reader, 'named')
  if (length > mostLists) return undefined
  run.pause()
  const ids = run.reader.all<{ readonly id: number }>(sql, ...params)
  return {
    of: part,
    ids: setOf(
      ids.map(({ id }) => id),
      length,
    ),
  }
}

/** A message that names several would count several times; where none does, what is kept of each adds up. */
const nameOne = (run: Run, part: Part): boolean =>
  lengthOf(run.reader, 'named') <= mostLists && run.reader.get(ofSeveral[part]) === undefined

/** Many messages name the same: each list is read once. */
function naming(run: Run, part: Part, holds: (ids: readonly number[]) => boolean): EventTest {
  const known = new Map<number, boolean>()
  const judge = (named: number): boolean => {
    const row = run.reader.get<{ readonly list: string }>(lists[part], named)
    const result = row !== undefined && holds(JSON.parse(row.list) as number[])
    known.set(named, result)
    return result
  }
  return { holds: ({ named }) => named !== null && (known.get(named) ?? judge(named)) }
}
