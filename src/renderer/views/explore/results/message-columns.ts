import type { EventRow } from '../../../../contract/console/vocabulary.ts'
import { classNames, toolName } from '../../../text/words.ts'
import { column, facet, figures, type ColumnFacts, type FoundColumn } from './columns.ts'
import { agentColumn, dialledColumn, proofColumn, sensorColumn, sourceColumn } from './shared-columns.ts'

const wide = 'minmax(96px, 1fr)'

/** The tab Messages. */
export const messageColumns = (facts: ColumnFacts): readonly FoundColumn<EventRow>[] => [
  column(
    {
      id: 'severity',
      title: '',
      width: '30px',
      hint: 'Severity of the message',
      facets: (row) => facet('severity', row.severity),
    },
    ({ severity }) => ({ kind: 'severity', severity }),
  ),
  column({ id: 'time', title: 'Time', width: '208px', order: 'time', always: true }, ({ time }) => ({
    kind: 'time',
    time,
    precise: true,
  })),
  sourceColumn(),
  sensorColumn(facts),
  column(
    {
      id: 'method',
      title: 'Message',
      width: 'minmax(92px, 0.6fr)',
      facets: (row) => [
        ...facet('method', row.method),
        ...facet('status', row.status === undefined ? undefined : String(row.status)),
      ],
    },
    ({ method, status }) => ({ kind: 'text', text: messageText(method, status) }),
  ),
  dialledColumn(wide),
  column(
    {
      id: 'class',
      title: 'Attack',
      width: 'minmax(116px, 1fr)',
      facets: (row) => facet('class', row.class, classNames[row.class]),
    },
    (row) => ({ kind: 'text', text: classNames[row.class] }),
  ),
  column(
    {
      id: 'tool',
      title: 'Tool',
      width: 'minmax(84px, 0.8fr)',
      facets: (row) => facet('tool', row.tool, toolName(row.tool)),
    },
    ({ tool }) => ({ kind: 'tools', tools: [tool] }),
  ),
  agentColumn(wide),
  proofColumn(true),
  column(
    {
      id: 'transport',
      title: 'Transport',
      width: '78px',
      rare: true,
      facets: (row) => facet('transport', row.transport),
    },
    ({ transport }) => ({ kind: 'text', text: transport.toUpperCase() }),
  ),
  figures({ id: 'port', title: 'Port', width: '64px', hint: 'Port it came from', rare: true }, ({ port }) => port),
  figures({ id: 'size', title: 'Bytes', width: '64px', rare: true }, ({ size }) => size),
  column(
    { id: 'fault', title: 'Fault', width: wide, hint: 'What breaks the rules of SIP', rare: true },
    ({ fault }) => ({
      kind: 'text',
      text: fault ?? '',
    }),
  ),
]

const messageText = (method: string | undefined, status: number | undefined): string =>
  status === undefined ? (method ?? 'no SIP') : `${status} to ${method ?? '?'}`
