/** Why a pattern is refused, and where: the offset in the pattern. */
export interface Refusal {
  readonly at: number
  readonly words: string
}

/**
 * Instructions that a pattern may come to. Time for a message grows with them: one of 64 KiB made against such a pattern
 * takes seconds, and any other some microseconds. `{1000}` behind a bracket of a thousand letters would be a million.
 */
const mostSteps = 1_000
/** For a class of Unicode, which is a list of ranges. */
const unicodeSteps = 100

/** What other engines have and no engine of linear time can have, or spells otherwise. */
const unsupported: readonly (readonly [RegExp, string])[] = [
  [/\(\?=/y, 'looking ahead with (?= is not supported'],
  [/\(\?!/y, 'looking ahead with (?! is not supported'],
  [/\(\?<=/y, 'looking behind with (?<= is not supported'],
  [/\(\?<!/y, 'looking behind with (?<! is not supported'],
  [/\(\?>/y, 'atomic groups (?> are not supported'],
  [/\(\?[(|R0-9&]/y, 'conditions and recursion are not supported'],
  [/\\[1-9]/y, 'references back to a group are not supported'],
  [/\\k/y, 'references back to a group are not supported'],
  [/\\u/y, 'bytes are written \\x41; there is no \\u'],
  [/\\x\{0*[1-9a-fA-F][0-9a-fA-F]{2,}\}/y, 'there is no byte beyond \\xFF'],
]

const tokens = {
  quote: /\\Q(?:(?!\\E)[^])*(?:\\E)?/y,
  unicode: /\\p(?:\{[^}]*\}|[^])|\\P(?:\{[^}]*\}|[^])/y,
  escape: /\\x\{[^}]*\}|\\x[^]{0,2}|\\[^]?/y,
  class: /\[\^?\]?(?:\\[^]|\[:\^?\w*:\]|[^\]\\])*\]?/y,
  repeat: /[*+?]\??|\{\d{1,6}(?:,\d{0,6})?\}\??/y,
} as const

type Token = keyof typeof tokens | 'open' | 'close' | 'other'

/** @returns the first thing in a pattern that the engine cannot do or should not be asked to. Linear in its length. */
export function refusalOf(pattern: string): Refusal | undefined {
  const sizes = new Sizes()
  for (let at = 0; at < pattern.length;) {
    const { kind, text } = tokenAt(pattern, at)
    const words = faultOf(pattern, at, kind, text)
    if (words !== undefined) return { at, words }
    sizes.add(kind, text)
    if (sizes.total > mostSteps) return { at, words: 'with this it is too large; repeat less often, or write less' }
    at += text.length
  }
  return undefined
}

function tokenAt(pattern: string, at: number): { readonly kind: Token; readonly text: string } {
  for (const [kind, form] of Object.entries(tokens)) {
    form.lastIndex = at
    const text = form.exec(pattern)?.[0]
    if (text !== undefined) return { kind: kind as Token, text }
  }
  const text = pattern.charAt(at)
  return { kind: text === '(' ? 'open' : text === ')' ? 'close' : 'other', text }
}

function faultOf(pattern: string, at: number, kind: Token, text: string): string | undefined {
  const beyond = /[^\0-\xff]/.exec(text)?.[0]
  if (beyond !== undefined)
    return `${JSON.stringify(beyond)} is no byte; write the bytes that it is sent as: \\xE2\\x82`
  if (kind !== 'open' && kind !== 'escape') return undefined
  return unsupported.find(([form]) => {
    form.lastIndex = at
    return form.test(pattern)
  })?.[1]
}

/** About how many instructions are read so far, repetitions written out. */
class Sizes {
  /** Of the open groups, the outermost first. */
  private readonly groups = [0]
  private last = 0

  get total(): number {
    return this.groups.reduce((sum, size) => sum + size, 0)
  }

  add(kind: Token, text: string): void {
    if (kind === 'open') this.groups.push(1)
    else if (kind === 'close') this.grow(this.groups.length > 1 ? (this.groups.pop() ?? 0) : 0)
    else if (kind === 'repeat') this.grow(this.last * (timesOf(text) - 1), true)
    else if (kind === 'unicode') this.grow(unicodeSteps)
    else if (kind === 'class') this.grow(1 + unicodeSteps * (text.match(/\\p/gi)?.length ?? 0))
    else this.grow(kind === 'quote' ? text.length : 1)
  }

  private grow(size: number, again = false): void {
    this.groups.push((this.groups.pop() ?? 0) + size)
    this.last = again ? this.last + size : size
  }
}

function timesOf(repeat: string): number {
  const [least = 1, most = 0] = Array.from(repeat.matchAll(/\d+/g), ([digits]) => Number(digits))
  return Math.max(1, least, most)
}
