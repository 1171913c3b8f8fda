import { parseNetwork } from '../../../contract/ledger/address.ts'
import type { FieldName } from '../../../filter/fields.ts'
import type { Filter, Place, Test, Value } from '../../../filter/filter.ts'
import { never, type Condition } from './condition.ts'
import type { Run } from './run.ts'
import { callIdTerm } from './terms/dialogs.ts'
import { kindTerm } from './terms/kinds.ts'
import { userTerm } from './terms/named.ts'
import { numberTerm } from './terms/numbers.ts'
import { sourceTerm } from './terms/sources.ts'

/** What a bare word was taken for: the first field in which anything has it. */
export interface ReadWord {
  readonly text: string
  readonly place: Place
  /** `undefined`: nothing stored has it, anywhere. */
  readonly field: FieldName | undefined
  readonly condition: Condition
}

type Word = Extract<Filter, { kind: 'word' }>

const oneOf = (...values: readonly Value[]): Test => ({ kind: 'oneOf', values })

/** In the order in which they are tried. */
const readings: readonly {
  readonly field: FieldName
  readonly read: (run: Run, text: string) => Condition | undefined
}[] = [
  { field: 'src', read: asAddress },
  { field: 'num', read: asNumber },
  { field: 'ua', read: (run, text) => kindTerm(run, 'ua', oneOf({ kind: 'pattern', pieces: ['', text, ''] })) },
  { field: 'callid', read: (run, text) => callIdTerm(run, oneOf({ kind: 'text', text })) },
  { field: 'user', read: (run, text) => userTerm(run, oneOf({ kind: 'text', text })) },
]

export function readWord(run: Run, { text, place }: Word): ReadWord {
  for (const { field, read } of readings) {
    run.pause()
    const condition = read(run, text)
    if (condition && isHit(condition)) return { text, place, field, condition }
  }
  return { text, place, field: undefined, condition: never }
}

const isHit = (condition: Condition): boolean => condition.kind !== 'constant' || condition.holds

function asAddress(run: Run, text: string): Condition | undefined {
  const network = parseNetwork(text)
  return network && sourceTerm(run, 'src', oneOf({ kind: 'network', network }))
}

const dialled = /^\+?[\d\s().-]{3,40}$/

/** As written, and without what only parts its digits. */
function asNumber(run: Run, text: string): Condition | undefined {
  if (!dialled.test(text)) return undefined
  const number = text.replace(/[^+\d]/g, '')
  const digits = number.replace(/\D/g, '')
  return digits === ''
    ? undefined
    : numberTerm(run, oneOf({ kind: 'text', text: number }, { kind: 'text', text: digits }))
}
