import { partOf, rangeIfAny, type Part } from './part.ts'

/** Lines of one body that are taken apart; real ones have below 60. */
const mostLines = 400
const mostWords = 100

/** What the letters of RFC 8866 §5 stand for. */
const lineNames: ReadonlyMap<string, string> = new Map([
  ['v', 'version'],
  ['o', 'origin'],
  ['s', 'session name'],
  ['i', 'title'],
  ['u', 'URI'],
  ['e', 'e-mail'],
  ['p', 'phone'],
  ['c', 'connection'],
  ['b', 'bandwidth'],
  ['t', 'times'],
  ['r', 'repeats'],
  ['z', 'zones'],
  ['k', 'key'],
  ['a', 'attribute'],
  ['m', 'media'],
])

/** Names of the words of a line, in order. */
const lineWords: ReadonlyMap<string, readonly string[]> = new Map([
  ['o', ['user', 'session-id', 'session-version', 'network', 'address-type', 'address']],
  ['c', ['network', 'address-type', 'address']],
  ['m', ['media', 'port', 'protocol']],
  ['t', ['start', 'stop']],
])

/** The lines of an SDP body, each up to its line end. `text` is the byte text of the message. */
export function sdpParts(text: string, from: number, to: number): readonly Part[] {
  const parts: Part[] = []
  let start = from
  for (const { index, 0: end } of text.slice(from, to).matchAll(/\r\n|\n|\r/g)) {
    if (parts.length === mostLines) break
    parts.push(...lineIfAny(text, start, from + index))
    start = from + index + end.length
  }
  return [...parts, ...lineIfAny(text, start, to)]
}

function lineIfAny(text: string, start: number, end: number): readonly Part[] {
  if (text[start + 1] !== '=' || end < start + 2) return rangeIfAny(text, start, end, { name: 'line', key: 'line' })
  const letter = text.slice(start, start + 1)
  const value = text.slice(start + 2, end)
  const [attribute = ''] = letter === 'a' || letter === 'b' ? value.split(':', 1) : []
  return [
    partOf({
      ...{ start, end, value },
      name: `${letter}= ${lineNames.get(letter) ?? ''}`.trim(),
      key: attribute === '' ? letter : `${letter}:${attribute.toLowerCase()}`,
      parts: wordsOf(letter, value, start + 2),
    }),
  ]
}

function wordsOf(letter: string, value: string, from: number): readonly Part[] {
  const names = lineWords.get(letter) ?? []
  if (names.length === 0) return []
  return Array.from(value.matchAll(/[^ \t]+/g), ({ index, 0: word }, at) =>
    partOf({ start: from + index, end: from + index + word.length, name: names[at] ?? 'format', value: word }),
  ).slice(0, mostWords)
}
