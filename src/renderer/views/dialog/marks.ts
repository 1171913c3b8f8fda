import type { Fault } from '../../../sip/fault/fault.ts'
import { rootPath, walk, type ByteRange, type Field } from '../../../sip/inspect/field.ts'

/** A fault where it can be marked in the bytes. */
export interface FaultMark extends ByteRange {
  readonly kind: 'fault'
  readonly fault: Fault
}

/** A fault in words with the rule it breaks: "Content-Length is no number (RFC 3261 §20.14)". */
export const faultWords = ({ message, rule }: Fault): string => `${message} (${rule})`

/** Faults of the message as a whole, such as a header that is missing, have no place. */
export const faultMarks = (root: Field): readonly FaultMark[] =>
  [...walk(root)].flatMap(({ path, start, end, faults }) =>
    path === rootPath ? [] : faults.map((fault) => ({ kind: 'fault' as const, start, end, fault })),
  )

/** "420–424, 5 bytes", counted from 0. */
export function rangeWords({ start, end }: ByteRange): string {
  const length = end - start
  return length === 1 ? `byte ${start}` : `bytes ${start}–${end - 1}, ${length} in all`
}
