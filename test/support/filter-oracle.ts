import { parseNetwork } from '../../src/contract/ledger/address.ts'
import { boundedCallId } from '../../src/engine/store/call-id.ts'
import type { FieldName } from '../../src/filter/fields.ts'
import type { Filter, Test, Value } from '../../src/filter/filter.ts'
import { inNetwork, live, type PlainMessage } from './plain-messages.ts'

/** Whether a filter holds for a message, by looking at it. @param all for what bare words mean. */
export function holdsPlainly(filter: Filter, message: PlainMessage, all: readonly PlainMessage[]): boolean {
  switch (filter.kind) {
    case 'everything':
      return true
    case 'and':
      return filter.parts.every((part) => holdsPlainly(part, message, all))
    case 'or':
      return filter.parts.some((part) => holdsPlainly(part, message, all))
    case 'not':
      return !holdsPlainly(filter.part, message, all)
    case 'term':
      return termHolds(filter.field, filter.test, message)
    case 'word':
      return wordHolds(filter.text, message, all)
    case 'bytes':
      throw new Error('bytes are not looked at here')
  }
}

const wordFields = ['src', 'num', 'ua', 'callid', 'user'] as const

type WordField = (typeof wordFields)[number]

const taken = new WeakMap<readonly PlainMessage[], Map<string, WordField | undefined>>()

/** The first field in which any message has the word; asked for often, and always the same for one store. */
function fieldTaken(text: string, all: readonly PlainMessage[]): WordField | undefined {
  const known = taken.get(all) ?? new Map<string, WordField | undefined>()
  taken.set(all, known)
  if (!known.has(text))
    known.set(
      text,
      wordFields.find((field) => all.some((one) => wordFits(field, text, one))),
    )
  return known.get(text)
}

function wordHolds(text: string, message: PlainMessage, all: readonly PlainMessage[]): boolean {
  const field = fieldTaken(text, all)
  return field !== undefined && wordFits(field, text, message)
}

function wordFits(field: WordField, text: string, one: PlainMessage): boolean {
  if (field === 'src') return parseNetwork(text) !== undefined && inNetwork(text, one.source.address)
  if (field === 'num') return wordIsNumber(text, one)
  if (field === 'ua') return one.texts.ua?.[0]?.toLowerCase().includes(text.toLowerCase()) ?? false
  if (field === 'callid') return one.texts.callid?.includes(boundedCallId(text)) ?? false
  return one.texts.user?.includes(text) ?? false
}

function wordIsNumber(text: string, { dialled }: PlainMessage): boolean {
  if (!dialled || !/^\+?[\d\s().-]{3,40}$/.test(text)) return false
  const number = text.replace(/[^+\d]/g, '')
  const digits = number.replace('+', '')
  return (
    digits !== '' && (dialled.core === digits || (number.startsWith('+') && dialled.prefix + dialled.core === number))
  )
}

function termHolds(field: FieldName, test: Test, message: PlainMessage): boolean {
  const { source, texts } = message
  switch (field) {
    case 'code':
      return some(test, message.status, (value, status) => numberFits(value, status))
    case 'size':
      return some(test, message.size, (value, size) => numberFits(value, size))
    case 'dialog':
      return some(test, message.dialog, (value, dialog) => numberFits(value, dialog))
    case 'at':
    case 'since':
    case 'until':
      return some(test, message.time / 1000, timeFits)
    case 'seen':
      return some(test, source.firstSeen / 1000, timeFits)
    case 'expires':
      return some(test, source.ban?.expiresAt, timeFits)
    case 'asn':
      return some(test, source.system, numberFits)
    case 'src':
      return some(test, source.address, textFits)
    case 'country':
      return some(test, source.country, textFits)
    case 'verdict':
      return some(test, source.verdict, textFits)
    case 'state':
      return some(test, source.ban?.state, textFits)
    case 'whitelisted':
      return someOf(test, source.whitelisted)
    case 'ban': {
      const now = source.ban !== undefined && ['queued', ...live].includes(source.ban.state)
      return someOf(test, [now ? 'yes' : 'no', ...(source.ban ? [source.ban.state] : [])])
    }
    case 'label':
      return someOf(test, source.labels)
    case 'campaign':
      return someOf(test, source.campaigns)
    case 'callid':
      return someOf(asStored(test), texts.callid ?? [])
    case 'user':
      return test.kind === 'any' ? message.named : someOf(test, texts.user ?? [])
    case 'auth':
      return test.kind === 'any' ? message.guessed : someOf(test, texts.auth ?? [])
    case 'num':
      return some(test, message.dialled, numberDialled)
    case 'prefix':
      return some(test, message.dialled?.prefix === '' ? undefined : message.dialled?.prefix, textFits)
    case 'tool':
    case 'rr':
      if (test.kind === 'any') return texts[field]?.[0] !== (field === 'tool' ? 'unknown' : 'unproven')
      return someOf(test, texts[field] ?? [])
    default:
      return someOf(test, texts[field] ?? [])
  }
}

/** Long Call-IDs are kept shortened, and are found by the whole one all the same. */
const asStored = (test: Test): Test =>
  test.kind === 'any'
    ? test
    : {
        ...test,
        values: test.values.map((value) =>
          value.kind === 'text' ? { ...value, text: boundedCallId(value.text) } : value,
        ),
      }

function some<Held>(test: Test, held: Held | undefined, fits: (value: Value, held: Held) => boolean): boolean {
  if (held === undefined) return false
  return test.kind === 'any' || test.values.some((value) => fits(value, held))
}

const someOf = (test: Test, texts: readonly string[]): boolean => texts.some((text) => some(test, text, textFits))

const numberFits = (value: Value, number: number): boolean =>
  value.kind === 'number' && !(number < (value.least ?? -Infinity)) && !(number > (value.most ?? Infinity))

const timeFits = (value: Value, time: number): boolean =>
  value.kind === 'time' && !(time < (value.from ?? -Infinity)) && time < (value.to ?? Infinity)

function textFits(value: Value, text: string): boolean {
  if (value.kind === 'text') return text === value.text
  if (value.kind === 'word') return text === value.word
  if (value.kind === 'network') return inNetwork(value.network.text, text)
  if (value.kind !== 'pattern') return false
  // Every place at which each piece may stand is tried: slow, and plainly right.
  const whole = text.toLowerCase()
  const pieces = value.pieces.map((piece) => piece.toLowerCase())
  const from = (at: number, piece: number): boolean => {
    const wanted = pieces[piece] ?? ''
    const last = piece === pieces.length - 1
    for (let begin = at; begin + wanted.length <= whole.length; begin += 1) {
      if (piece === 0 && begin > 0) return false
      if (!whole.startsWith(wanted, begin)) continue
      if (last ? begin + wanted.length === whole.length : from(begin + wanted.length, piece + 1)) return true
    }
    return false
  }
  return from(0, 0)
}

function numberDialled(value: Value, { core, prefix }: { core: string; prefix: string }): boolean {
  if (value.kind === 'pattern') return (prefix + core).endsWith(value.pieces.at(-1) ?? '')
  if (value.kind !== 'text') return false
  return /^\d+$/.test(value.text) ? core === value.text : prefix + core === value.text
}
