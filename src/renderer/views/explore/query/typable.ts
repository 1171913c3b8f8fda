import { mostFilterText } from '../../../../contract/console/explore.ts'
import { Notes } from '../../../../filter/notes.ts'
import { quoted } from '../../../../filter/parse/quoting.ts'
import { tokensOf, type Chunk } from '../../../../filter/parse/tokens.ts'
import { visible } from '../../../../sip/text/visible.ts'

/**
 * A filter from a link, a list or the clipboard as one line in which every character can be seen: what would act instead,
 * such as marks that turn the direction of text, becomes an escape in quotes, which means the same.
 */
export function typable(text: string): string {
  if (visible(text) === text) return text
  // Far too long: it stays too long, and the filter's reader says so.
  if (text.length > mostFilterText) return visible(text.slice(0, mostFilterText + 1))
  let at = 0
  let line = ''
  for (const chunk of chunksOf(text)) {
    line += between(text.slice(at, chunk.place.from)) + shown(chunk, text.slice(chunk.place.from, chunk.place.to))
    at = chunk.place.to
  }
  return (line + between(text.slice(at))).trim()
}

const chunksOf = (text: string): readonly Chunk[] =>
  tokensOf(text, new Notes()).flatMap((token) =>
    token.kind === 'atom' ? token.values.flatMap(({ chunks }) => chunks) : [],
  )

/** Blanks of any kind only part words; a line break is one. */
const between = (text: string): string => visible(text.replace(/\s/g, ' '))

function shown(chunk: Chunk, slice: string): string {
  if (chunk.quoted) return visible(slice)
  return slice
    .split('*')
    .map((piece) => (visible(piece) === piece ? piece : quoted(piece)))
    .join('*')
}
