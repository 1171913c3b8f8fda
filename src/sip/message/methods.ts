/** Methods of RFC 3261 and its extensions: RFC 3262, 3311, 3428, 3515, 3903, 6086, 6665. */
export const rfcMethods = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'SUBSCRIBE',
  'NOTIFY',
  'MESSAGE',
  'INFO',
  'PRACK',
  'UPDATE',
  'REFER',
  'PUBLISH',
] as const

const known: ReadonlySet<string> = new Set(rfcMethods)

/** Whether an RFC names this method; methods are told apart by case (RFC 3261 §7.1). */
export const isKnownMethod = (method: string): boolean => known.has(method)
