import type { Test, Value } from '../../../../filter/filter.ts'
import { testPhone } from '../../../../filter/match.ts'
import { eventCondition, never, type Condition, type SourceCount } from '../condition.ts'
import { lengthOf, type Run } from '../run.ts'
import { has, setOf } from '../sets.ts'
import { textIds } from '../texts.ts'
import { textsTest } from '../values.ts'

interface Id {
  readonly id: number
}

const byNumber = 'SELECT id FROM dialled WHERE number IN (SELECT value FROM json_each(?))'

/** `num:`: what was dialled, by its core behind any prefix, exactly as it stood there, or by its last digits. */
export function numberTerm(run: Run, test: Test): Condition {
  if (test.kind === 'any') {
    return eventCondition({
      holds: ({ dialled }) => dialled !== null,
      ofDialled: () => true,
      counted: () => run.reader.all<SourceCount>(everyDialling),
    })
  }
  return dialledCondition(
    run,
    test.values.flatMap((value) => dialledBy(run, value)),
  )
}

const everyDialling = 'SELECT source, sum(attempts) AS messages FROM source_dialled GROUP BY source'

const digitsOnly = /^\d+$/

function dialledBy(run: Run, value: Value): number[] {
  if (value.kind === 'text' && digitsOnly.test(value.text)) {
    const numbers = textIds(run, 'number', [value])
    return numbers.length === 0 ? [] : run.reader.all<Id>(byNumber, JSON.stringify(numbers)).map(({ id }) => id)
  }
  const end = value.kind === 'text' ? value.text : value.kind === 'pattern' ? (value.pieces.at(-1) ?? '') : ''
  return endingIn(run, end.replace(/\D/g, ''), { kind: 'oneOf', values: [value] })
}

interface Dialled extends Id {
  readonly core: string
  readonly prefix: string
}

/** As many digits as the column `suffix` holds of what was dialled. */
const suffixDigits = 8
const stretch = 200_000
const select = `SELECT d.id, n.text AS core, x.text AS prefix
  FROM dialled d CROSS JOIN number n ON n.id = d.number CROSS JOIN prefix x ON x.id = d.prefix`
const bySuffix = `${select} WHERE d.suffix = ?`
const byEnding = `${select} WHERE d.id > ? AND d.id <= ? AND d.suffix LIKE ?`

/** Whatever ends in these digits, wherever the border between prefix and core may be, and fits. */
function endingIn(run: Run, digits: string, test: Test): number[] {
  const { reader } = run
  const ids = (rows: readonly Dialled[]): number[] => rows.flatMap((row) => (testPhone(test, row) ? row.id : []))
  if (digits.length >= suffixDigits) return ids(reader.all<Dialled>(bySuffix, digits.slice(-suffixDigits)))
  const found: number[] = []
  for (let from = 0, end = lengthOf(reader, 'dialled'); from < end; from += stretch) {
    run.pause()
    found.push(...ids(reader.all<Dialled>(byEnding, from, from + stretch, `%${digits}`)))
  }
  return found
}

interface Prefix {
  readonly id: number
  readonly text: string
}

/** `prefix:`: what stood in front of the number; none at all is no prefix. */
export function prefixTerm(run: Run, test: Test): Condition {
  const fits = textsTest('prefix', test)
  const prefixes = run.reader
    .all<Prefix>('SELECT id, text FROM prefix')
    .flatMap(({ id, text }) => (text !== '' && fits([text]) ? id : []))
  if (prefixes.length === 0) return never
  const found: number[] = []
  for (let from = 0, end = lengthOf(run.reader, 'dialled'); from < end; from += stretch) {
    run.pause()
    const rows = run.reader.all<Id>(byPrefix, from, from + stretch, JSON.stringify(prefixes))
    found.push(...rows.map(({ id }) => id))
  }
  return dialledCondition(run, found)
}

const byPrefix = 'SELECT id FROM dialled WHERE id > ? AND id <= ? AND prefix IN (SELECT value FROM json_each(?))'

/** More rows than these are looked for one by one no more. */
const mostRows = 100_000

function dialledCondition(run: Run, found: readonly number[]): Condition {
  if (found.length === 0) return never
  const { reader } = run
  const set = setOf(found, lengthOf(reader, 'dialled'))
  const list = JSON.stringify([...new Set(found)])
  const attempts = 'SELECT sum(attempts) AS messages FROM dialled WHERE id IN (SELECT value FROM json_each(?))'
  return eventCondition({
    holds: ({ dialled }) => dialled !== null && has(set, dialled),
    needs: () => ({ of: 'dialled', ids: set }),
    ofDialled: (dialled) => has(set, dialled),
    way: () =>
      found.length > mostRows
        ? undefined
        : {
            by: 'dialled',
            ids: [...new Set(found)],
            messages: reader.get<{ messages: number }>(attempts, list)?.messages ?? 0,
          },
    counted: () =>
      reader.all<SourceCount>(
        `SELECT source, sum(attempts) AS messages FROM source_dialled
          WHERE dialled IN (SELECT value FROM json_each(?)) GROUP BY source`,
        list,
      ),
  })
}
