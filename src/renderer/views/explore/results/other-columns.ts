import type { FoundFingerprint, FoundNumber } from '../../../../contract/console/explore.ts'
import { toolName } from '../../../text/words.ts'
import { column, facet, figures, type FoundColumn } from './columns.ts'

/** The tab Numbers. */
export const numberColumns = (): readonly FoundColumn<FoundNumber>[] => [
  column(
    {
      id: 'number',
      title: 'Number',
      width: 'minmax(150px, 1fr)',
      always: true,
      hint: 'Whatever was dialled in front of it',
      facets: (row) => facet('number', row.core),
    },
    ({ core }) => ({ kind: 'code', text: core }),
  ),
  column(
    { id: 'country', title: 'Country', width: 'minmax(100px, 1fr)', hint: 'By its numbering plan' },
    ({ country }) => ({ kind: 'country', code: country }),
  ),
  figures(
    { id: 'matching', title: 'Matching', width: '96px', order: 'matching', hint: 'Matching messages that dialled it' },
    ({ matching }) => matching,
  ),
  figures({ id: 'sources', title: 'Sources', width: '96px', order: 'sources' }, ({ sources }) => sources),
  figures(
    { id: 'prefixes', title: 'Prefixes', width: '96px', hint: 'Different prefixes in front of it' },
    ({ prefixes }) => prefixes,
  ),
  column({ id: 'first', title: 'First dialled', width: '190px' }, ({ firstSeen }) => ({
    kind: 'time',
    time: firstSeen,
  })),
  column({ id: 'last', title: 'Last dialled', width: '190px', order: 'lastSeen' }, ({ lastSeen }) => ({
    kind: 'time',
    time: lastSeen,
  })),
]

/** The tab Fingerprints. */
export const fingerprintColumns = (): readonly FoundColumn<FoundFingerprint>[] => [
  column(
    {
      id: 'fingerprint',
      title: 'Fingerprint',
      width: 'minmax(320px, 3fr)',
      always: true,
      hint: 'How messages are built, whatever they say',
      facets: (row) => facet('fingerprint', row.text),
    },
    ({ text }) => ({ kind: 'code', text }),
  ),
  column(
    {
      id: 'tools',
      title: 'Tool',
      width: 'minmax(120px, 1fr)',
      facets: (row) => row.tools.flatMap((tool) => facet('tool', tool, toolName(tool))),
    },
    ({ tools }) => ({ kind: 'tools', tools }),
  ),
  figures(
    { id: 'matching', title: 'Matching', width: '96px', order: 'matching', hint: 'Messages that match' },
    ({ matching }) => matching,
  ),
  figures({ id: 'sources', title: 'Sources', width: '96px', order: 'sources' }, ({ sources }) => sources),
]
