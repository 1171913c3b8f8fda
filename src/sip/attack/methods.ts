/** Methods of RFC 3261 and its extensions: RFC 3262, 3311, 3428, 3515, 3903, 6086, 6665. */
const known: ReadonlySet<string> = new Set([
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'PRACK',
  'UPDATE',
  'MESSAGE',
  'REFER',
  'PUBLISH',
  'INFO',
  'SUBSCRIBE',
  'NOTIFY',
])

/** Whether an RFC names this method; methods are told apart by case (RFC 3261 §7.1). */
export const isKnownMethod = (method: string): boolean => known.has(method)
