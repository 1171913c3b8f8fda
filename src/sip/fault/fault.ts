import { addressKinds } from './address-kinds.ts'
import type { FaultKind } from './kind.ts'
import { messageKinds } from './message-kinds.ts'
import { valueKinds } from './value-kinds.ts'

/** Everything that can be wrong with a message: how bad it is, in plain words, and the rule it breaks. */
const faultKinds = { ...messageKinds, ...addressKinds, ...valueKinds } as const satisfies Readonly<
  Record<string, FaultKind>
>

export type FaultCode = keyof typeof faultKinds

/** All there are, for tables and for tests. */
export const faultCodes: readonly string[] = Object.keys(faultKinds)

export interface Fault extends FaultKind {
  readonly code: FaultCode
  /** Byte offset of the trouble, where there is one. */
  readonly at?: number
}

/** @param detail says more than the plain words of its kind; no text from the message. */
export function faultOf(code: FaultCode, at?: number, detail?: string): Fault {
  const kind: FaultKind = faultKinds[code]
  return { code, ...kind, ...(detail === undefined ? {} : { message: detail }), ...(at === undefined ? {} : { at }) }
}
