import type { Header } from '../message/message.ts'
import { faultOf, type Fault, type FaultCode } from './fault.ts'

/** Faults kept of one message by its values: a message of nothing but commas would have tens of thousands. */
const mostFaults = 64

/** Collects what is wrong with a message; each kind once for each header. */
export class Findings {
  readonly faults: Fault[] = []
  private first = 0
  private header: Header | undefined = undefined
  private base: number | undefined = undefined

  /** What is added from now on is about this header; about the message as a whole when there is none. */
  about(header: Header | undefined): void {
    this.header = header
    this.base = undefined
    this.first = this.faults.length
  }

  /** What is added from now on is about the text that begins at this byte. */
  aboutText(at: number): void {
    this.about(undefined)
    this.base = at
  }

  /** @param offset of the trouble in the header's value or in the text. */
  add(code: FaultCode, offset?: number): void {
    if (this.faults.length === mostFaults) return
    for (let at = this.first; at < this.faults.length; at++) if (this.faults[at]?.code === code) return
    this.faults.push(faultOf(code, this.placeOf(offset)))
  }

  /** Offsets hold only where a value is as long as its bytes: not folded, plain ASCII. Elsewhere its beginning does. */
  private placeOf(offset: number | undefined): number | undefined {
    if (!this.header) return this.base
    const { start, value, valueStart, valueEnd } = this.header
    if (offset === undefined || value === '') return start
    return value.length === valueEnd - valueStart ? valueStart + Math.min(offset, value.length - 1) : valueStart
  }
}
