import { sdpLines } from '../sdp/lines.ts'
import { partOf, type Part } from './part.ts'

/** Words of one line that are taken apart. */
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

/** The lines of an SDP body. `text` is the byte text of the message, in which the body begins at `bodyAt`. */
export const sdpParts = (text: string, body: Uint8Array, bodyAt: number): readonly Part[] =>
  sdpLines(body).map(({ letter, start, end }) => linePart(text, letter, bodyAt + start, bodyAt + end))

function linePart(text: string, letter: string, start: number, end: number): Part {
  if (letter === '') return partOf({ start, end, name: 'line', value: text.slice(start, end) })
  const value = text.slice(start + 2, end)
  const [attribute = ''] = letter === 'a' || letter === 'b' ? value.split(':', 1) : []
  return partOf({
    ...{ start, end, value },
    name: `${letter}= ${lineNames.get(letter) ?? ''}`.trim(),
    key: attribute === '' ? letter : `${letter}:${attribute.toLowerCase()}`,
    parts: wordsOf(letter, value, start + 2),
  })
}

function wordsOf(letter: string, value: string, from: number): readonly Part[] {
  const names = lineWords.get(letter) ?? []
  if (names.length === 0) return []
  return Array.from(value.matchAll(/[^ \t]+/g), ({ index, 0: word }, at) =>
    partOf({ start: from + index, end: from + index + word.length, name: names[at] ?? 'format', value: word }),
  ).slice(0, mostWords)
}
