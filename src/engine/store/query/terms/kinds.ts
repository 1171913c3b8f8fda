import type { FieldName } from '../../../../filter/fields.ts'
import type { Test } from '../../../../filter/filter.ts'
import { setCondition, type Condition } from '../condition.ts'
import { kindsOf, sensorsOf, type KindFacts } from '../kinds.ts'
import { lengthOf, type Run } from '../run.ts'
import { setOf } from '../sets.ts'
import { numberTest, textsTest, type Texts } from '../values.ts'

/** What a field of the home `kind` says of a kind: its texts, `undefined` when the kind is without it. */
type Says = (kind: KindFacts) => Texts

const maybe = (text: string | undefined): Texts => (text === undefined ? undefined : [text])

const texts: Partial<Record<FieldName, Says>> = {
  dst: ({ address }) => [address],
  method: ({ method }) => maybe(method),
  transport: ({ transport }) => [transport],
  ua: ({ userAgent }) => maybe(userAgent),
  tool: ({ tool }) => maybe(tool === 'unknown' ? undefined : tool),
  class: (kind) => [kind.class],
  risk: ({ severity }) => [severity],
  rr: ({ proof }) => maybe(proof === 'unproven' ? undefined : proof),
  malformed: ({ fault }) => [fault === undefined ? 'no' : 'yes'],
  fingerprint: ({ fingerprint }) => maybe(fingerprint),
  dir: ({ direction }) => [direction],
}

/** What a field has for nothing: no value for `*`, and a word all the same. */
const nothing: Partial<Record<FieldName, string>> = { tool: 'unknown', rr: 'unproven' }

/** The condition of a term whose field has its home in the kind. */
export function kindTerm(run: Run, field: FieldName, test: Test): Condition {
  const fits = kindTest(run, field, test)
  const ids = kindsOf(run.reader)
    .filter(fits)
    .map(({ id }) => id)
  return setCondition('kinds', setOf(ids, lengthOf(run.reader, 'kind')))
}

function kindTest(run: Run, field: FieldName, test: Test): (kind: KindFacts) => boolean {
  if (field === 'code') {
    const fits = numberTest(test)
    return ({ status }) => fits(status)
  }
  const fits = textsTest(field, test)
  if (field === 'sensor' || field === 'region') {
    const sensors = sensorsOf(run.reader)
    return ({ sensor }) => fits(maybe(sensors.get(sensor)?.[field === 'sensor' ? 'name' : 'region']))
  }
  const read = texts[field]
  const empty = test.kind === 'any' ? undefined : maybe(nothing[field])
  return (kind) => fits(read?.(kind) ?? empty)
}
