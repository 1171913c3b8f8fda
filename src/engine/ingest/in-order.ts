/** Does what follows each of several promises in the order in which they were given, however they are fulfilled. */
export interface InOrder {
  /** @param next is not called any more after `close`. */
  after<Value>(promise: Promise<Value>, next: (value: Value) => void): void
  /** Behind everything that was given before. */
  then(next: () => void): void
  close(): void
}

/** @param onFailure a promise was rejected, or what followed it threw; nothing behind it is done. */
export function inOrder(onFailure: (error: unknown) => void): InOrder {
  let closed = false
  let chain: Promise<void> = Promise.resolve()
  const fail = (error: unknown): void => {
    if (!closed) onFailure(error)
    closed = true
  }
  const after: InOrder['after'] = (promise, next) => {
    chain = Promise.all([promise, chain])
      .then(([value]) => {
        if (!closed) next(value)
      })
      .catch(fail)
  }
  return {
    after,
    then: (next) => after(Promise.resolve(), next),
    close: () => {
      closed = true
    },
  }
}
