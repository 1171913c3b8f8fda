/** Bounds that hold before anything is looked at; a UDP datagram cannot be longer. */
export const parseLimits = {
  /** Bytes of one message that are parsed; the rest is kept but not read. */
  message: 65_535,
  /** Headers per message; real ones have below 40. */
  headers: 256,
} as const
