import { fieldOf, type FieldName } from '../../../filter/fields.ts'
import type { Test } from '../../../filter/filter.ts'
import { testNetwork, testNumber, testText, testTime, testWord } from '../../../filter/match.ts'

/** What a thing has in a field, as texts; `undefined` when it is without. */
export type Texts = readonly string[] | undefined

/** A field's test of texts, whatever values the field takes. */
export function textsTest(field: FieldName, test: Test): (texts: Texts) => boolean {
  const fits = testOf(field)
  return (texts) => texts?.some((text) => fits(test, text)) ?? false
}

function testOf(field: FieldName): (test: Test, text: string) => boolean {
  switch (fieldOf(field).type.kind) {
    case 'words':
      return testWord
    case 'network':
      return testNetwork
    default:
      return testText
  }
}

export const numberTest =
  (test: Test): ((number: number | undefined) => boolean) =>
  (number) =>
    testNumber(test, number)

/** Of UTC milliseconds. */
export const timeTest =
  (test: Test): ((time: number | undefined) => boolean) =>
  (time) =>
    testTime(test, time)
