/** Fields of the filter language by their names. */
export const fieldNames = [
  ...['sensor', 'region', 'dst', 'method', 'code', 'transport', 'ua', 'tool', 'class', 'risk', 'rr', 'malformed'],
  ...['fingerprint', 'dir', 'src', 'asn', 'country', 'campaign', 'label', 'verdict', 'state', 'ban', 'expires', 'seen'],
  ...['whitelisted', 'num', 'prefix', 'user', 'auth', 'dialog', 'callid', 'from', 'to', 'size', 'at', 'since', 'until'],
  ...['ruri', 'sdp'],
] as const
export type FieldName = (typeof fieldNames)[number]
