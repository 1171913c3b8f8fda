import { quoteValue } from '../parse/quoting.ts'

const parts = /\\([^\w\s])|(\.\*)|([^\\^$.|?*+()[\]{}]+)|([^])/g

/**
 * A regular expression of letters and `.*`, with or without `^` and `$` around, as a pattern with stars; `undefined` when
 * it needs more than that.
 */
export function patternOf(regex: string): string | undefined {
  const isStart = regex.startsWith('^')
  const isEnd = /(?:^|[^\\])(?:\\\\){0,50}\$$/.test(regex)
  const pieces = piecesOf(regex.slice(isStart ? 1 : 0, isEnd ? -1 : undefined))
  if (!pieces) return undefined
  const open = [...(isStart ? [] : ['']), ...pieces, ...(isEnd ? [] : [''])]
  if (open.length === 1) return quoteValue(open[0] ?? '')
  return open.map((piece) => (piece === '' ? '' : quoteValue(piece))).join('*')
}

function piecesOf(body: string): readonly string[] | undefined {
  const pieces = ['']
  for (const [, escaped, anything, plain, other] of body.matchAll(parts)) {
    if (other !== undefined) return undefined
    if (anything === undefined) pieces.push(`${pieces.pop() ?? ''}${escaped ?? plain ?? ''}`)
    else pieces.push('')
  }
  return pieces
}
