import type { FieldName } from '../../../../filter/fields.ts'
import type { Facet, Field } from '../../../lists/filters.ts'

/** What the filter language calls the values that cells carry. */
const names: Readonly<Record<Field, FieldName>> = {
  source: 'src',
  country: 'country',
  network: 'asn',
  severity: 'risk',
  class: 'class',
  tool: 'tool',
  proof: 'rr',
  number: 'num',
  method: 'method',
  agent: 'ua',
  sensor: 'sensor',
  status: 'code',
  transport: 'transport',
  fingerprint: 'fingerprint',
  caller: 'from',
  callee: 'to',
  callId: 'callid',
  campaign: 'campaign',
  ban: 'ban',
  whitelisted: 'whitelisted',
}

/** Severity of a source is the one of its verdict; that of a message is its own. */
export const termField = ({ field }: Facet, tab: string): FieldName =>
  field === 'severity' && tab === 'sources' ? 'verdict' : names[field]
