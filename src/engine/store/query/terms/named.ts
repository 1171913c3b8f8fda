import type { Test } from '../../../../filter/filter.ts'
import { eventCondition, never, type Condition, type EventTest, type SourceCount } from '../condition.ts'
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

/** `user:`: one of the users that a received message names. */
export function userTerm(run: Run, test: Test): Condition {
  if (test.kind === 'any') return eventCondition(naming(run, 'users', (ids) => ids.length > 0))
  return namedCondition(run, 'users', textIds(run, 'user', test.values), lengthOf(run.reader, 'user'))
}

interface Guess {
  readonly id: number
  readonly password: string
}

/** `auth:`: a password it guessed; `auth:*` also one of which only a digest is known. */
export function guessTerm(run: Run, test: Test): Condition {
  if (test.kind === 'any') return eventCondition(naming(run, 'guesses', (ids) => ids.length > 0))
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

function namedCondition(run: Run, part: Part, ids: readonly number[], length: number): Condition {
  if (ids.length === 0) return never
  const set: IdSet = setOf(ids, length)
  const list = JSON.stringify(ids)
  const counted = (): readonly SourceCount[] => run.reader.all<SourceCount>(counts[part], list)
  return eventCondition({
    ...naming(run, part, (named) => named.some((id) => has(set, id))),
    way: () =>
      sourcesWay(
        run,
        counted().map(({ source }) => source),
      ),
    // A message may name several of them, and would then count several times.
    ...(ids.length === 1 ? { counted } : {}),
  })
}

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
