/** What the sensor did since it started. Plain numbers that only grow. */
export interface Counters {
  received: number
  answered: number
  throttled: number
  malformed: number
  /** Responses and garbage, which are never answered. */
  ignored: number
  sendErrors: number
  tcpRefused: number
  linkRefused: number
  linkErrors: number
}

export const createCounters = (): Counters => ({
  received: 0,
  answered: 0,
  throttled: 0,
  malformed: 0,
  ignored: 0,
  sendErrors: 0,
  tcpRefused: 0,
  linkRefused: 0,
  linkErrors: 0,
})
