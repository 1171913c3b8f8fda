import type { Problem } from '../../../../contract/console/explore.ts'
import { fieldNamed } from '../../../../filter/fields.ts'
import type { Place } from '../../../../filter/filter.ts'
import { Notes } from '../../../../filter/notes.ts'
import { joining, tokensOf, type Atom, type Token } from '../../../../filter/parse/tokens.ts'

/** What a stretch of a filter's text is, for its colour. */
export type PaintKind = 'plain' | 'key' | 'value' | 'quoted' | 'word' | 'sign'

export interface Paint {
  readonly text: string
  readonly kind: PaintKind
  /** What lies under it: an error or a hint. */
  readonly problem?: Problem['weight']
}

type Stretch = Place & { readonly kind: PaintKind }

/** The text in stretches that together are exactly the text; linear in its length. */
export function paint(text: string, problems: readonly Problem[]): readonly Paint[] {
  const coloured = tokensOf(text, new Notes()).flatMap(stretchesOf)
  const marked = problems.map((problem) => ({ ...seen(problem, text.length), weight: problem.weight }))
  const borders = [...coloured, ...marked].flatMap(({ from, to }) => [from, to])
  const cuts = [...new Set([0, ...borders, text.length])].sort((a, b) => a - b)
  let at = 0
  return cuts.slice(1).flatMap((to, index) => {
    const from = cuts[index] ?? 0
    while ((coloured[at]?.to ?? Infinity) <= from) at++
    const under = coloured[at]
    const kind = under && under.from <= from ? under.kind : 'plain'
    const problem = worst(marked.filter((mark) => mark.from <= from && mark.to >= to))
    return from === to ? [] : [{ text: text.slice(from, to), kind, ...(problem && { problem }) }]
  })
}

const worst = (marks: readonly { readonly weight: Problem['weight'] }[]): Problem['weight'] | undefined =>
  marks.some(({ weight }) => weight === 'error') ? 'error' : marks[0]?.weight

/** What is missing has no length: the character before it is marked, or the one behind. */
function seen({ from, to }: Problem, length: number): Place {
  if (from < to) return { from, to }
  return from > 0 ? { from: from - 1, to: from } : { from: 0, to: Math.min(1, length) }
}

function stretchesOf(token: Token): readonly Stretch[] {
  if (token.kind !== 'atom') return [{ ...token.place, kind: 'sign' }]
  const { key, place } = token
  if (!key) return isJoining(token) ? [{ ...place, kind: 'word' }] : valuesOf(token, 'plain')
  const isKnown = key.text === '~' || key.text.toLowerCase() === 'raw' || fieldNamed(key.text) !== undefined
  const to = key.text === '~' ? key.place.to : key.place.to + 1
  return [{ from: key.place.from, to, kind: isKnown ? 'key' : 'plain' }, ...valuesOf(token, 'value')]
}

const valuesOf = ({ values }: Atom, kind: PaintKind): readonly Stretch[] =>
  values.flatMap(({ chunks }) => chunks.map(({ quoted, place }) => ({ ...place, kind: quoted ? 'quoted' : kind })))

function isJoining({ values: [only, ...more] }: Atom): boolean {
  const [chunk, ...rest] = only?.chunks ?? []
  return more.length + rest.length === 0 && chunk?.quoted === false && joining.has(chunk.text.toLowerCase())
}
