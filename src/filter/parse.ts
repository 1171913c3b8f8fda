import { mostFilterText, type Problem } from '../contract/console/explore.ts'
import { visible } from '../sip/text/visible.ts'
import { contradictions } from './contradictions.ts'
import type { Filter } from './filter.ts'
import { Notes } from './notes.ts'
import { Parser, type Part } from './parse/parser.ts'
import { tokensOf } from './parse/tokens.ts'
import { isZone } from './times/zone.ts'
import type { CheckRegex } from './values/bytes.ts'
import { fromWireshark, isWireshark } from './wireshark/wireshark.ts'

export interface ParseOptions {
  /** UTC milliseconds that `now` and `today` mean. */
  readonly now: number
  /** IANA name; times without an offset are read in it. */
  readonly zone: string
  /** Only asked about the patterns of `~"…"`; without it any is taken. */
  readonly checkRegex?: CheckRegex
}

export interface Parsed {
  /** Absent when one of the problems is an error. */
  readonly filter?: Filter
  readonly problems: readonly Problem[]
  /** The conditions that all have to hold, with their stretches; empty when the outermost level is joined by `or`. */
  readonly parts: readonly Part[]
}

/** Reads a filter. Never throws, whatever the text holds, and takes time linear in its length. */
export function parseFilter(text: string, options: ParseOptions): Parsed {
  const notes = new Notes()
  if (text.length > mostFilterText) return refuse(notes, text, `A filter has at most ${mostFilterText} characters.`)
  if (!isZone(options.zone)) return refuse(notes, text, `There is no time zone ${visible(options.zone)}.`)
  if (isWireshark(text)) return refuseWireshark(notes, text, options)
  const parser = new Parser(tokensOf(text, notes), { ...options, notes })
  const filter = parser.read()
  if (!notes.failed) contradictions(filter, notes)
  return { ...(!notes.failed && { filter }), problems: notes.problems, parts: parser.parts }
}

function refuse(notes: Notes, text: string, message: string, instead: readonly string[] = []): Parsed {
  notes.error({ from: 0, to: text.length }, message, instead)
  return { problems: notes.problems, parts: [] }
}

/** Put right by one choice; what could not be carried over is told before, not dropped. */
function refuseWireshark(notes: Notes, text: string, options: ParseOptions): Parsed {
  const { filter, unsupported } = fromWireshark(text, options)
  const missing = unsupported.map((part) => `${visible(part.text)} (${part.reason})`).join('; ')
  const message = `This is a display filter of Wireshark.${missing === '' ? '' : ` Without a counterpart here: ${missing}.`}`
  return refuse(notes, text, message, filter === '' ? [] : [filter])
}
