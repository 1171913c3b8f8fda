/** Everything that can go wrong across a port, as a closed set: the page decides on the code, people read the message. */
export const rpcErrorCodes = [
  'bad-request', // parameters did not parse
  'not-found', // unknown call, or the thing named does not exist (any more)
  'refused', // policy says no: whitelist, refused range, four eyes, wrong state
  'conflict', // somebody else acted first
  'unavailable', // the feed, a sensor or a file is out of reach now; trying again may help
  'read-only', // the store cannot be written (disk full, read-only folder)
  'cancelled',
  'closed', // the port closed before the answer came
  'timeout',
  'internal', // a bug: logged with its stack on the engine's side, only named here
] as const

export type RpcErrorCode = (typeof rpcErrorCodes)[number]

export class RpcError extends Error {
  readonly code: RpcErrorCode
  /** A narrower, stable reason for `refused` and `conflict`, e.g. `whitelisted`. */
  readonly reason: string | undefined

  constructor(code: RpcErrorCode, message: string, reason?: string) {
    super(message)
    this.name = 'RpcError'
    this.code = code
    this.reason = reason
  }
}
