import type { ViaGlance } from '../glance/via-glance.ts'

/** Habits of the topmost Via: its parameters in their order, and where the branch stands. Reused for every message. */
export class ViaHabits {
  /** Up to six parameters, three bits each; bit 18: blank before a parameter. */
  params = 0
  branchFrom = 0
  branchTo = 0

  read(bytes: Uint8Array, from: number, to: number): void {
    this.params = this.branchFrom = this.branchTo = 0
    let count = 0
    // Several Vias may share one header, parted by commas (RFC 3261 §7.3.1): only the first counts.
    for (
      let at = next(bytes, bytes[from] === LETTER_S ? from + shortest : from, to);
      at < to && bytes[at] === SEMICOLON;
      count++
    ) {
      let name = at + 1
      while (name < to && bytes[name] === 32) name++
      if (name > at + 1) this.params |= blankBefore
      const behind = next(bytes, name, to)
      if (count < mostParams) this.params |= this.#param(bytes, name, behind) << (count * 3)
      at = behind
    }
  }

  /** The same of a Via that is already read. */
  glance({ branchFrom, branchTo, rport: hasRport, branchFirst }: Readonly<ViaGlance>): void {
    this.branchFrom = branchFrom
    this.branchTo = branchTo
    if (branchTo === 0) this.params = hasRport ? rport : 0
    else if (!hasRport) this.params = branch
    else this.params = branchFirst ? branch | (rport << 3) : rport | (branch << 3)
  }

  #param(bytes: Uint8Array, from: number, to: number): number {
    const first = (bytes[from] ?? 0) | 32
    const second = (bytes[from + 1] ?? 0) | 32
    if (first === 98 && second === 114 && bytes[from + 6] === 61) {
      if (this.branchTo === 0) {
        this.branchFrom = from + 7
        this.branchTo = to
      }
      return branch
    }
    if (first === 114) return second === 112 ? (to - from > 5 ? filledRport : rport) : received
    if (first === 97) return alias
    return first === 109 ? maddr : other
  }
}

const [branch, rport, filledRport, received, alias, maddr, other] = [1, 2, 3, 4, 5, 6, 7]
const letters = ['', 'b', 'r', 'R', 'c', 'a', 'm', 'x'] as const
const LETTER_S = 83
/** `SIP/2.0/UDP`, behind which the sender's address begins. */
const shortest = 11
const SEMICOLON = 59
const COMMA = 44
const mostParams = 6
const blankBefore = 1 << 18

/** Offset of the next semicolon or comma. */
function next(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== SEMICOLON && bytes[at] !== COMMA) at++
  return at
}

/** e.g. `br` for `;branch=…;rport`; R: rport with a value, c: received, a: alias, m: maddr, x: any other. */
export function viaText(params: number): string {
  let text = ''
  for (let at = 0; at < mostParams; at++) text += letters[(params >> (at * 3)) & 7] ?? ''
  return `${text}${(params & blankBefore) === 0 ? '' : '_'}` || '-'
}
