import type { Verdict } from '../../contract/console/vocabulary.ts'
import { judge, type SourceVerdict } from '../../sip/source/judge.ts'
import type { Reader } from '../store/connection.ts'
import { sourceByAddress, type StoredSource } from '../store/sources.ts'
import { summaryOf } from '../store/summary.ts'

/** What the rules say of a source, judged by all that was counted of it. */
export const judgeSource = (reader: Reader, source: StoredSource): SourceVerdict => judge(summaryOf(reader, source))

/** Without its behaviours. */
export const shortVerdict = ({ severity, sentence, reasons, rules }: SourceVerdict): Verdict => ({
  ...{ severity, sentence, reasons, rules },
})

/** `undefined` when nothing was ever received from the address. */
export function verdictOf(reader: Reader, address: string): Verdict | undefined {
  const source = sourceByAddress(reader, address)
  return source && shortVerdict(judgeSource(reader, source))
}
