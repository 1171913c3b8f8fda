/** Order is the number on the wire: append only. Without the schemas around them, which a thread that judges never needs. */
export const transports = ['udp', 'tcp', 'tls'] as const
export const directions = ['in', 'out'] as const
export const proofs = ['unproven', 'nonce', 'to-tag', 'tcp'] as const
