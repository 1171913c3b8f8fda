import type { Place } from '../filter.ts'

export type Sign = '==' | '!=' | '>' | '>=' | '<' | '<=' | 'contains' | 'matches' | 'in'

type Joint = 'and' | 'or' | 'not' | 'open' | 'close' | 'begin-set' | 'end-set' | 'comma'

/** A token of Wireshark's display filters. */
export interface Token {
  /** `word`: a field, number or address; `other`: no part of the language. */
  readonly kind: Joint | 'sign' | 'word' | 'string' | 'other'
  readonly sign?: Sign
  /** As it stands there; of a string what it says. */
  readonly text: string
  readonly place: Place
}

const pattern = new RegExp(
  [
    /([rR]?"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')/,
    /(===|!==|~=|==|!=|>=|<=|&&|\|\||[!<>~(){},&|]|[^\s"'=!<>~(){},&|]+)/,
    /[^\s]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

const joints = new Map<string, Joint>([
  ...([
    ['&&', 'and'],
    ['and', 'and'],
    ['||', 'or'],
    ['or', 'or'],
    ['!', 'not'],
    ['not', 'not'],
  ] as const),
  ...([
    ['(', 'open'],
    [')', 'close'],
    ['{', 'begin-set'],
    ['}', 'end-set'],
    [',', 'comma'],
  ] as const),
])

const spellings: Readonly<Record<Sign, readonly string[]>> = {
  '==': ['==', '===', 'eq', 'any_eq', 'all_eq'],
  '!=': ['!=', '!==', '~=', 'ne', 'all_ne', 'any_ne'],
  '>': ['>', 'gt'],
  '>=': ['>=', 'ge'],
  '<': ['<', 'lt'],
  '<=': ['<=', 'le'],
  contains: ['contains'],
  matches: ['matches', '~'],
  in: ['in'],
}
const signs: ReadonlyMap<string, Sign> = new Map(
  Object.entries(spellings).flatMap(([sign, list]) => list.map((each) => [each, sign as Sign] as const)),
)

/** Takes any text, in time linear in its length. */
export function wiresharkTokens(text: string): readonly Token[] {
  return Array.from(text.matchAll(pattern), (match): Token => {
    const [whole, string, part] = match
    const place = { from: match.index, to: match.index + whole.length }
    if (string !== undefined) return { kind: 'string', text: stringOf(string), place }
    return { ...(part === undefined ? { kind: 'other' as const } : meaningOf(part.toLowerCase())), text: whole, place }
  })
}

function meaningOf(part: string): Pick<Token, 'kind' | 'sign'> {
  const sign = signs.get(part)
  return sign === undefined ? { kind: joints.get(part) ?? 'word' } : { kind: 'sign', sign }
}

/** Raw strings (`r"…"`) have no escapes. */
function stringOf(whole: string): string {
  if (/^r/i.test(whole)) return whole.slice(2, -1)
  return whole.slice(1, -1).replace(/\\([^])/g, (pair, escaped: string) => (/["'\\]/.test(escaped) ? escaped : pair))
}
