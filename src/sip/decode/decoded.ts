import type { ToolId } from '../tool/tool.ts'
import { joinHostPort } from '../uri/host.ts'
import type { Guess } from './guess.ts'

/** Something that the sender's own program, or its network, gave away in a message. */
export type Decoded = DecodedValue & {
  /** Where it was read, for people: `From tag`, `SDP o=`. */
  readonly where: string
  /** Bytes of the message it was read from. */
  readonly at: { readonly start: number; readonly end: number }
}

export type DecodedValue =
  /** svmap: whom it scans. */
  | { readonly kind: 'scan-target'; readonly address: string; readonly port: number }
  /** svwar: which extension it probes. */
  | { readonly kind: 'probed-extension'; readonly extension: string }
  /** svcrack: the account and password it tries. */
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** svcrack: asks for a nonce before its first guess. */
  | { readonly kind: 'first-contact' }
  /** sipsak: the tag is the Call-ID's number in hex. */
  | { readonly kind: 'sipsak-number'; readonly number: number }
  /** sipp: its process, and which of its calls this is. */
  | { readonly kind: 'sipp-call'; readonly pid: number; readonly call: number }
  /** An address of the sender's own network, or another of its addresses. */
  | { readonly kind: 'leaked-address'; readonly address: string; readonly private: boolean }
  /** Several guesses in one message. */
  | { readonly kind: 'several-guesses'; readonly guesses: readonly Guess[]; readonly oneNonce: boolean }
  /** What only one program writes. */
  | { readonly kind: 'tool-mark'; readonly tool: ToolId; readonly mark: string }

/** One plain sentence without a full stop. Holds the attacker's text: show it as text only. */
export function says(decoded: DecodedValue): string {
  switch (decoded.kind) {
    case 'scan-target':
      return `svmap notes that it scans ${joinHostPort(decoded.address, decoded.port)}`
    case 'probed-extension':
      return `svwar notes that it looks for extension ${decoded.extension}`
    case 'password':
      return decoded.password === ''
        ? `svcrack notes that it tries an empty password for ${decoded.user}`
        : `svcrack notes that it tries the password ${decoded.password} for ${decoded.user}`
    case 'first-contact':
      return 'svcrack asks for a challenge before it guesses'
    case 'sipsak-number':
      return `sipsak made the tag from the number of the Call-ID, ${decoded.number}`
    case 'sipp-call':
      return `sipp notes its process, ${decoded.pid}, and that this is call ${decoded.call} of it`
    case 'leaked-address':
      return decoded.private
        ? `The sender gives away an address of its own network, ${decoded.address}`
        : `The sender gives away another address, ${decoded.address}`
    case 'several-guesses':
      return `${decoded.guesses.length} passwords tried in one message${decoded.oneNonce ? ' under one nonce' : ''}`
    case 'tool-mark':
      return decoded.mark
  }
}
