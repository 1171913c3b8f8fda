import { RE2JS } from 're2js'
import { visible } from '../../../sip/text/visible.ts'
import { automatonOf } from './automaton.ts'
import { byteGraph } from './graph.ts'
import { refusalOf } from './guard.ts'
import { windowsOf, type Window } from './windows.ts'

/**
 * A regular expression over bytes: each byte is one character (ISO 8859-1). RE2's syntax; `.` is any byte but a line
 * feed, `^` and `$` are the ends of the message, with `(?m)` of a line. Time is linear in the message.
 */
export interface Pattern {
  /** Whether some of the bytes, from one place to before another, hold a match; nothing else is looked at. */
  isIn(bytes: Uint8Array, from: number, to: number): boolean
  /** What every match holds, as far as that is known. */
  readonly windows: readonly Window[]
  /** The leftmost match. @param text one character per byte. */
  find(text: string): { readonly from: number; readonly to: number } | undefined
}

/** @throws Error for what `checkRegex` finds something wrong with. */
export function compileRegex(pattern: string): Pattern {
  const fault = checkRegex(pattern)
  if (fault !== undefined) throw new Error(fault)
  const compiled = RE2JS.compile(pattern)
  const graph = byteGraph(compiled)
  const automaton = graph && automatonOf(graph)
  return {
    isIn: (bytes, from, to) => automaton?.isIn(bytes, from, to) ?? compiled.test(latin1(bytes, from, to)),
    windows: graph ? windowsOf(graph) : [],
    find: (text) => {
      const matcher = compiled.matcher(text)
      return matcher.find() ? { from: matcher.start(), to: matcher.end() } : undefined
    },
  }
}

const latin1 = ({ buffer, byteOffset, length }: Uint8Array, from: number, to: number): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1', from, to)

/** What is wrong with a regular expression, and where; `undefined` when it can be searched for. */
export function checkRegex(pattern: string): string | undefined {
  const refusal = refusalOf(pattern)
  if (refusal) return sentence(pattern, refusal.at, refusal.words)
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (error) {
    return inWords(pattern, error)
  }
}

const sentence = (pattern: string, at: number, words: string): string =>
  `At character ${at + 1} of the regular expression, ${visible(pattern.slice(at, at + 12))}: ${words}.`

interface SyntaxFault {
  /** What is wrong, e.g. `missing closing )`, and the part of the pattern in which. */
  readonly error: string
  readonly input: string
}

function inWords(pattern: string, error: unknown): string {
  if (!isSyntaxFault(error)) throw error
  const at = pattern.indexOf(error.input)
  return sentence(pattern, Math.max(0, at), error.error)
}

const isSyntaxFault = (error: unknown): error is SyntaxFault =>
  error instanceof Error && 'error' in error && typeof error.error === 'string' && 'input' in error
