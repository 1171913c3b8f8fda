import type { AttackClass, Severity } from '../../sip/attack/class.ts'
import { toolTable } from '../../sip/tool/table.ts'
import type { ToolId } from '../../sip/tool/tool.ts'
import type { Confidence, Direction, GuessHow, Proof, Transport } from '../../contract/console/vocabulary.ts'

/**
 * Words that rows hold as small numbers. Append only, and never renumber: stored rows keep the numbers for ever.
 * Proofs rise with their strength and severities fall with theirs, so that SQL can take the best and the worst.
 */
const transports = { udp: 0, tcp: 1, tls: 2 } satisfies Record<Transport, number>
const directions = { in: 0, out: 1 } satisfies Record<Direction, number>
const proofs = { unproven: 0, nonce: 1, 'to-tag': 2, tcp: 3 } satisfies Record<Proof, number>
const confidences = { low: 0, medium: 1, high: 2 } satisfies Record<Confidence, number>
const guessHows = { tag: 0, digest: 1 } satisfies Record<GuessHow, number>
const severities = { critical: 0, high: 1, medium: 2, low: 3, unknown: 4, benign: 5 } satisfies Record<Severity, number>
const classes = {
  unknown: 0,
  'options-sweep': 1,
  'extension-enumeration': 2,
  'password-guessing': 3,
  'toll-fraud': 4,
  'sql-injection': 5,
  injection: 6,
  malformed: 7,
  'method-enumeration': 8,
  'non-sip': 9,
  'research-scan': 10,
  signalling: 11,
  'digest-leak': 12,
  'rtp-bleed': 13,
  flood: 14,
  login: 15,
  call: 16,
  ordinary: 17,
} satisfies Record<AttackClass, number>
/** Every tool brings its number along: resources/signatures/tools.json. */
const tools: Readonly<Record<ToolId, number>> = Object.fromEntries(toolTable.map(({ id, code }) => [id, code]))

export interface Codes<Word extends string> {
  encode(word: Word): number
  /** @throws Error on a number that no word has: the row was written by something else. */
  decode(code: number): Word
}

function codes<Word extends string>(table: Readonly<Record<Word, number>>): Codes<Word> {
  const words = new Map((Object.entries(table) as [Word, number][]).map(([word, code]) => [code, word]))
  return {
    encode: (word) => table[word],
    decode: (code) => {
      const word = words.get(code)
      if (word === undefined) throw new Error(`the store holds the unknown code ${code}`)
      return word
    },
  }
}

export const transportCodes = codes<Transport>(transports)
export const directionCodes = codes<Direction>(directions)
export const proofCodes = codes<Proof>(proofs)
export const confidenceCodes = codes<Confidence>(confidences)
export const guessHowCodes = codes<GuessHow>(guessHows)
export const severityCodes = codes<Severity>(severities)
export const classCodes = codes<AttackClass>(classes)
export const toolCodes = codes<ToolId>(tools)

/** Rows of the table `method` that have fixed numbers. */
export const inviteMethod = 1
export const registerMethod = 5
/** Methods have the numbers 1 to 14 that are usual; charts gather a fuzzer's inventions under 0. */
export const usualMethods = 14

/** Columns holding UTC microseconds, and what the contract calls time: milliseconds with a fraction. */
export const toMilliseconds = (microseconds: number): number => microseconds / 1000
export const toMicroseconds = (milliseconds: number): number => Math.round(milliseconds * 1000)

export const microsecondsPerSecond = 1_000_000
export const microsecondsPerMinute = 60_000_000
