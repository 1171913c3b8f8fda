import type { Verdict } from '../../contract/console/vocabulary.ts'
import type { Reader } from '../store/connection.ts'
import { classesOf, proofOf, severityOf, sourceByAddress, toolsOf, type StoredSource } from '../store/sources.ts'
import { findings, type Evidence } from './findings.ts'

/** What the aggregates say of a source: its worst deed as the sentence, the next ones as reasons. */
export function verdictOf(reader: Reader, address: string): Verdict | undefined {
  const source = sourceByAddress(reader, address)
  return source && judge(reader, source)
}

const mostReasons = 3

export function judge(reader: Reader, source: StoredSource): Verdict {
  const found = findings(evidenceOf(reader, source))
  const [sentence = 'Sent messages that fit no known attack', ...reasons] = found
  return { severity: severityOf(source), sentence, reasons: reasons.slice(0, mostReasons) }
}

function evidenceOf(reader: Reader, source: StoredSource): Evidence {
  const classes = new Map(classesOf(reader, source.id).map((row) => [row.class, row.messages]))
  const users = reader.get<{ users: number }>('SELECT count(*) AS users FROM source_user WHERE source = ?', source.id)
  return { source, proof: proofOf(source), classes, tools: toolsOf(reader, source.id), users: users?.users ?? 0 }
}
