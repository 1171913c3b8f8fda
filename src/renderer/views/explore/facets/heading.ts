/** What lists of values are headed with, by the field of the filter language. */
const headings: Readonly<Record<string, string>> = {
  method: 'Method',
  code: 'Answer',
  class: 'Attack',
  tool: 'Tool',
  risk: 'Severity',
  rr: 'Proof',
  sensor: 'Sensor',
  transport: 'Transport',
  ua: 'User agent',
  country: 'Country',
  asn: 'Network',
  src: 'Source',
  verdict: 'Verdict',
  campaign: 'Campaign',
  label: 'Label',
  ban: 'Ban',
  state: 'Ban',
  num: 'Number',
}
export const headingOf = (field: string): string =>
  Object.hasOwn(headings, field) ? (headings[field] ?? field) : field

/** Severities begin large, as they do in lists. */
export const labelOf = (field: string, label: string): string =>
  field === 'risk' || field === 'verdict' ? label.charAt(0).toUpperCase() + label.slice(1) : label
