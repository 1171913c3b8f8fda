import { fieldNames, type FieldName } from '../../../sip/fingerprint/write.ts'

/** One field of a fingerprint as people read it. */
export interface FingerprintPart {
  readonly name: string
  readonly value: string
}

const titles: Readonly<Record<FieldName, string>> = {
  start: 'Method and target',
  order: 'Headers in order',
  via: 'Via',
  from: 'From',
  to: 'To',
  contact: 'Contact',
  branch: 'Branch',
  callId: 'Call-ID',
  tag: 'From tag',
  relation: 'Ids made of each other',
  maxForwards: 'Max-Forwards',
  allow: 'Allow',
  accept: 'Accept',
  supported: 'Supported',
  digest: 'Digest',
  body: 'Body',
  lineEnds: 'Line ends',
}

/**
 * Splits a fingerprint into its named fields, those that the message lacks left out. A text of another version, whose
 * fields nobody here can name, is one part.
 */
export function fingerprintParts(text: string): readonly FingerprintPart[] {
  const values = text.slice(text.indexOf(':') + 1).split('|')
  if (values.length !== fieldNames.length) return [{ name: 'Text', value: text }]
  return fieldNames
    .map((name, at) => ({ name: titles[name], value: values[at] ?? '' }))
    .filter(({ value }) => value !== '' && value !== '-')
}
