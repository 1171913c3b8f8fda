/** One packet of a capture file, as the file says. */
export interface Packet {
  /** Its place in the file, counted from 1. */
  readonly number: number
  /** Microseconds UTC. */
  readonly time: number
  /** LINKTYPE_ number of https://www.tcpdump.org/linktypes.html. */
  readonly link: number
  readonly bytes: Uint8Array
}

/** Why a packet or line gave no message. The words are shown to the analyst. */
export const skipReasons = {
  'no-time': 'without a valid time',
  link: 'unknown kind of link',
  'no-ip': 'no IP packet',
  'no-udp-tcp': 'neither UDP nor TCP',
  'cut-short': 'cut short when it was captured',
  malformed: 'malformed packet',
  fragment: 'fragment, joined with others into one packet',
  'fragment-lost': 'fragment whose other parts are missing',
  'no-sip': 'no SIP',
  'keep-alive': 'keep-alive',
  'tcp-control': 'TCP without data',
  'tcp-part': 'part of a TCP stream, joined with others into messages',
  encrypted: 'encrypted (TLS)',
  'tcp-repeated': 'repeated TCP segment',
  'tcp-lost': 'part of a message whose beginning was not captured (TCP)',
  unreadable: 'rest of the file cannot be read',
  'not-json': 'line is no JSON object',
  'no-message': 'line holds no SIP message',
  'no-address': 'line has no valid source address',
  'too-long': 'too long for a SIP message',
} as const
export type SkipReason = keyof typeof skipReasons

export interface Skipped {
  readonly number: number
  readonly reason: SkipReason
}

/** Reads a capture file as its bytes come, in pieces of any size. Never throws because of what they are. */
export interface PacketReader {
  push(piece: Uint8Array): readonly (Packet | Skipped)[]
  /** What was left unfinished. */
  end(): readonly Skipped[]
}

export const isSkipped = (read: object): read is Skipped => 'reason' in read

/** Times that can be stored: whole microseconds from 1970 to 2255. */
export const isTime = (time: number): boolean => Number.isSafeInteger(time) && time >= 0
