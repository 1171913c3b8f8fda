const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const uuidLength = 36

/** Kinds of characters, narrowest first: the first that all values fit names them. */
const kinds: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['decimal', /^\d+$/],
  ['UUID', uuid],
  ['lower-case hex', /^[0-9a-f]+$/],
  ['upper-case hex', /^[0-9A-F]+$/],
  ['lower-case letters', /^[a-z]+$/],
  ['upper-case letters', /^[A-Z]+$/],
  ['letters', /^[A-Za-z]+$/],
  ['lower-case letters and digits', /^[a-z0-9]+$/],
  ['letters and digits', /^[A-Za-z0-9]+$/],
  ['IPv4', /^\d{1,3}(?:\.\d{1,3}){3}$/],
  ['token', /^[A-Za-z0-9\-.!%*_+`'~]+$/],
  ['printable', /^[\x20-\x7e]*$/],
]

/** Longest prefix that is worth telling, such as `z9hG4bK-`. */
const longestPrefix = 24

/**
 * What the values have in common: `“z9hG4bK-” + decimal 9–10`. '' when there is no value. Prefixes are the senders' text.
 */
export function formOf(values: readonly string[]): string {
  const distinct = [...new Set(values)]
  if (distinct.length === 0) return ''
  const prefix = beforeUuid(distinct) ?? (distinct.length > 1 ? prefixOf(distinct) : branchCookie(distinct))
  const form = kindAndLength(distinct.map((value) => value.slice(prefix.length)))
  return prefix === '' ? form : `“${prefix}” + ${form}`
}

/** What all values have before the UUID that they end with, such as `z9hG4bKPj`. */
function beforeUuid(values: readonly string[]): string | undefined {
  const heads = new Set(values.map((value) => value.slice(0, -uuidLength)))
  const [head = '', ...others] = heads
  const isUuid = values.every((value) => uuid.test(value.slice(-uuidLength)))
  return isUuid && others.length === 0 && head.length <= longestPrefix ? head : undefined
}

/** Every SIP program begins its branches so (RFC 3261 §8.1.1.7): what follows is its own. */
const branchCookie = ([only = '']: readonly string[]): string => (only.startsWith('z9hG4bK') ? 'z9hG4bK' : '')

/** What all begin with, up to the last sign that is neither letter nor digit: never half of a random number. */
function prefixOf(values: readonly string[]): string {
  const [first = ''] = values
  let length = 0
  while (length < longestPrefix && length < first.length && values.every((value) => value[length] === first[length]))
    length++
  const common = first.slice(0, length)
  return common.startsWith('z9hG4bK')
    ? (/^z9hG4bK[^A-Za-z0-9]*/.exec(common)?.[0] ?? '')
    : (/^.*[^A-Za-z0-9]/s.exec(common)?.[0] ?? '')
}

function kindAndLength(values: readonly string[]): string {
  const kind = kinds.find(([, pattern]) => values.every((value) => pattern.test(value)))?.[0] ?? 'any bytes'
  const lengths = values.map(({ length }) => length)
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
  if (most === 0) return 'empty'
  if (kind === 'UUID') return kind
  return `${kind} ${least === most ? most : `${least}–${most}`}`
}
