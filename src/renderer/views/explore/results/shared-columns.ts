import type { DialledNumber, Proof } from '../../../../contract/console/vocabulary.ts'
import { proofWords } from '../../../text/words.ts'
import { column, facet, type ColumnFacts, type FoundColumn } from './columns.ts'

/** Columns of more than one tab. */

interface OfSource {
  readonly source: string
}
export const sourceColumn = <Row extends OfSource>(): FoundColumn<Row> =>
  column(
    { id: 'source', title: 'Source', width: 'minmax(122px, 1fr)', facets: (row) => facet('source', row.source) },
    ({ source }) => ({ kind: 'address', address: source }),
  )

interface AtSensor {
  readonly sensor: number
}
export const sensorColumn = <Row extends AtSensor>({ sensorName }: ColumnFacts): FoundColumn<Row> =>
  column(
    {
      id: 'sensor',
      title: 'Sensor',
      width: 'minmax(84px, 0.7fr)',
      facets: (row) => facet('sensor', sensorName(row.sensor)),
    },
    (row) => ({ kind: 'text', text: sensorName(row.sensor) }),
  )

interface Dialling {
  readonly number?: DialledNumber
}
export const dialledColumn = <Row extends Dialling>(width: string): FoundColumn<Row> =>
  column(
    { id: 'number', title: 'Dialled', width, facets: (row) => facet('number', row.number?.core) },
    ({ number }) => ({ kind: 'code', text: number?.raw ?? '' }),
  )

interface Claiming {
  readonly userAgent?: string
}
export const agentColumn = <Row extends Claiming>(width: string): FoundColumn<Row> =>
  column(
    { id: 'agent', title: 'User agent', width, facets: (row) => facet('agent', row.userAgent) },
    ({ userAgent = '' }) => ({ kind: 'text', text: userAgent }),
  )

interface Proven {
  readonly proof: Proof
}
export const proofColumn = <Row extends Proven>(rare = false): FoundColumn<Row> =>
  column(
    {
      id: 'proof',
      title: 'Proof',
      width: '93px',
      hint: 'Is the address provably the attacker’s? (return-routability)',
      rare,
      facets: (row) => facet('proof', row.proof, proofWords[row.proof].label),
    },
    ({ proof }) => ({ kind: 'proof', proof }),
  )
