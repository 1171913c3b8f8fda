import type { FoundDialog } from '../../../../contract/console/explore.ts'
import { column, facet, figures, type ColumnFacts, type FoundColumn } from './columns.ts'
import { agentColumn, dialledColumn, sensorColumn, sourceColumn } from './shared-columns.ts'

const wide = 'minmax(110px, 1fr)'

/** The tab Dialogs. */
export const dialogColumns = (facts: ColumnFacts): readonly FoundColumn<FoundDialog>[] => [
  column(
    {
      id: 'time',
      title: 'Last message',
      width: '182px',
      order: 'time',
      always: true,
      hint: 'Ordered by the newest message that matches',
    },
    ({ lastSeen }) => ({ kind: 'time', time: lastSeen }),
  ),
  column({ id: 'first', title: 'First message', width: '182px', rare: true }, ({ firstSeen }) => ({
    kind: 'time',
    time: firstSeen,
  })),
  sourceColumn(),
  sensorColumn(facts),
  column(
    {
      id: 'methods',
      title: 'Methods',
      width: wide,
      facets: (row) => row.methods.flatMap((method) => facet('method', method)),
    },
    ({ methods }) => ({ kind: 'text', text: methods.join(' ') }),
  ),
  column(
    {
      id: 'status',
      title: 'Answer',
      width: '64px',
      hint: 'Last status we answered with',
      facets: (row) => facet('status', row.status === undefined ? undefined : String(row.status)),
    },
    ({ status }) => ({ kind: 'text', text: status === undefined ? '–' : String(status) }),
  ),
  figures(
    { id: 'matching', title: 'Matching', width: '76px', hint: 'Messages that match' },
    ({ matching }) => matching,
  ),
  figures(
    { id: 'messages', title: 'Messages', width: '76px', hint: 'All messages of the dialog' },
    (row) => row.messages,
  ),
  dialledColumn(wide),
  column({ id: 'from', title: 'From', width: wide, facets: (row) => facet('caller', row.from) }, ({ from = '' }) => ({
    kind: 'text',
    text: from,
  })),
  column(
    { id: 'to', title: 'To', width: wide, rare: true, facets: (row) => facet('callee', row.to) },
    ({ to = '' }) => ({
      kind: 'text',
      text: to,
    }),
  ),
  agentColumn(wide),
  column(
    { id: 'callId', title: 'Call-ID', width: wide, facets: (row) => facet('callId', row.callId) },
    ({ callId }) => ({
      kind: 'code',
      text: callId,
    }),
  ),
]
