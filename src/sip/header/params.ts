import { Outside, unquote } from './quoting.ts'

/**
 * Parameters such as `;a=1;b="x;y";c`, found when they are asked for: most messages have many of them and few are
 * looked at. Names are lower-case; quoted values are unquoted; a name without `=` has the value ''; the first one of a
 * name wins.
 */
export interface Params extends Iterable<readonly [name: string, value: string]> {
  get(name: string): string | undefined
  has(name: string): boolean
}

export type Separator = ';' | ',' | '&'

export const parseParams = (text: string, separator: Separator = ';'): Params =>
  text === '' ? none : new TextParams(text, separator)

class TextParams implements Params {
  private readonly text: string
  private readonly separator: Separator

  constructor(text: string, separator: Separator) {
    this.text = text
    this.separator = separator
  }

  get(wanted: string): string | undefined {
    const { text } = this
    const outside = new Outside(text)
    for (let from = 0; from <= text.length;) {
      const at = outside.next(this.separator, from)
      const end = at === -1 ? text.length : at
      const value = valueOf(text, from, end, wanted)
      if (value !== undefined) return value
      from = end + 1
    }
    return undefined
  }

  has(wanted: string): boolean {
    return this.get(wanted) !== undefined
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    const seen = new Set<string>()
    const outside = new Outside(this.text)
    for (let from = 0; from <= this.text.length;) {
      const at = outside.next(this.separator, from)
      const end = at === -1 ? this.text.length : at
      const [name, value] = paramOf(this.text.slice(from, end))
      if (name !== '' && !seen.has(name)) yield [name, value]
      seen.add(name)
      from = end + 1
    }
  }
}

const none: Params = new TextParams('', ';')

/** The value when the parameter in this range has this name; compares before it cuts anything out. */
function valueOf(text: string, from: number, end: number, wanted: string): string | undefined {
  let start = from
  while (start < end && isBlank(text.charCodeAt(start))) start++
  for (let at = 0; at < wanted.length; at++) {
    if (lower(text.charCodeAt(start + at)) !== wanted.charCodeAt(at)) return undefined
  }
  let behind = start + wanted.length
  while (behind < end && isBlank(text.charCodeAt(behind))) behind++
  if (behind >= end) return behind === end ? '' : undefined
  return text.charCodeAt(behind) === 61 ? unquote(text.slice(behind + 1, end).trim()) : undefined
}

function paramOf(part: string): readonly [string, string] {
  const equals = part.indexOf('=')
  if (equals === -1) return [part.trim().toLowerCase(), '']
  return [part.slice(0, equals).trim().toLowerCase(), unquote(part.slice(equals + 1).trim())]
}

const isBlank = (code: number): boolean => code === 32 || code === 9
const lower = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code)
