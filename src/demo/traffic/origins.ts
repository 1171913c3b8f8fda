/**
 * Where the actors seem to come from. resources/demo-origins.json places the same blocks on the map; a test holds
 * both together.
 */
const hosts = (prefix: string, from: number, to: number): [string, ...string[]] => {
  const rest = Array.from({ length: to - from }, (_, at) => `${prefix}${from + 1 + at}`)
  return [`${prefix}${from}`, ...rest]
}

export const origins = {
  /** One operator who rotates inside a /29. */
  prefixSweep: hosts('203.0.113.', 9, 14),
  optionsSweep: ['192.0.2.10', '192.0.2.11', '2001:db8:5160::10'],
  enumeration: ['192.0.2.40', '192.0.2.41'],
  passwords: ['192.0.2.70', '192.0.2.71', '192.0.2.102'],
  disguise: ['203.0.113.66'],
  injection: ['192.0.2.140', '192.0.2.141'],
  fuzzing: ['192.0.2.200'],
  /** Forged for all we know: any address of the block, one message each. */
  spoofed: hosts('198.51.100.', 1, 254),
  research: ['203.0.113.130', '2001:db8:ca11::5'],
  stream: ['203.0.113.98', '203.0.113.99'],
} as const satisfies Record<string, readonly [string, ...string[]]>
