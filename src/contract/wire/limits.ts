/** Bounds of the sensor link, checked before anything is parsed: the peer may have been taken over. */
export const wireLimits = {
  /** Bytes of one WebSocket message. */
  frame: 1024 * 1024,
  /** Bytes of one SIP message; UDP cannot carry more, and a stream is cut there. */
  raw: 64 * 1024,
  /** Events in one frame. */
  events: 2000,
  /** Largest number of an event: from any of them one can count on without losing precision. */
  sequence: 2 ** 52,
  /** Most events a console may grant at once. */
  credit: 100_000,
} as const

export const sensorSubprotocol = 'honeynet.sensor.v1'
export const wireVersion = 1
