import type { SourceRow } from '../../contract/console/vocabulary.ts'
import type { Reading } from '../readers/reading.ts'
import { toMilliseconds } from '../store/codes.ts'
import { proofOf, severityOf, traitsOf, type StoredSource } from '../store/sources.ts'
import { standings } from './standing.ts'

/** Sources as lists show them, in the order given. */
export function sourceRows(reading: Reading, sources: readonly StoredSource[]): readonly SourceRow[] {
  const traits = traitsOf(
    reading.reader,
    sources.map(({ id }) => id),
  )
  const standing = standings(reading, sources)
  return sources.map((source) => {
    const { address, country, messages, dialogs, sensors, numbers, prefixes } = source
    const { tools, classes } = traits.get(source.id) ?? { tools: [], classes: [] }
    return {
      ...{ address, messages, dialogs, sensors, numbers, prefixes, tools, classes },
      ...(country === null ? {} : { country }),
      firstSeen: toMilliseconds(source.firstSeen),
      lastSeen: toMilliseconds(source.lastSeen),
      severity: severityOf(source),
      proof: proofOf(source),
      ...standing(source),
    }
  })
}
