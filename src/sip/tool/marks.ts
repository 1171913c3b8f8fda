import { parseAddress } from '../header/address.ts'
import { byteText } from '../text/byte-text.ts'
import { headerValue, type SipMessage } from '../message/message.ts'
import { topVia } from '../header/via.ts'
import { sipviciousTag } from '../decode/sipvicious.ts'
import type { ToolId } from './tool.ts'

/** The parts of a message that a tool's own code makes up, and that a forged User-Agent leaves as they are. */
export interface Marks {
  readonly branch: string
  readonly fromTag: string
  readonly callId: string
  readonly body: Uint8Array
}

export function marksOf(message: SipMessage): Marks {
  return {
    branch: topVia(message)?.branch ?? '',
    fromTag: parseAddress(headerValue(message, 'from') ?? '').params.get('tag') ?? '',
    callId: headerValue(message, 'call-id') ?? '',
    body: message.body,
  }
}

interface Signature {
  readonly tool: ToolId
  readonly when: (marks: Marks) => boolean
}

const uuid = '[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}'
const pjsipBranch = new RegExp(`^z9hG4bKPj(?:${uuid}|[0-9A-Za-z.-]{32})$`, 'i')

const uuidBranch = new RegExp(`^z9hG4bK${uuid}$`, 'i')

/** Session names stand in the first lines of SDP. */
const sdpHead = 300

/** Only marks that no other known program makes; first match wins. Each was seen in recordings of that tool. */
const signatures: readonly Signature[] = [
  { tool: 'sipvicious', when: ({ branch, fromTag }) => /^z9hG4bK-\d{1,10}$/.test(branch) && !!sipviciousTag(fromTag) },
  {
    tool: 'sipp',
    when: ({ branch, fromTag }) => /^z9hG4bK-\d+-\d+-\d+$/.test(branch) || /^\d+SIPpTag\d+$/.test(fromTag),
  },
  {
    tool: 'sipsak',
    when: ({ branch, fromTag }) => /^z9hG4bK\.[0-9a-f]{8}$/.test(branch) && /^[0-9a-f]{1,8}$/.test(fromTag),
  },
  { tool: 'pjsip', when: ({ branch }) => pjsipBranch.test(branch) },
  { tool: 'sipcli', when: ({ branch, callId }) => /^[0-9a-f]{32}$/.test(callId) && branch === `z9hG4bK-${callId}` },
  // The brute forcer that calls itself "Cisco v11.0.0".
  { tool: 'other-scanner', when: ({ branch, callId }) => uuidBranch.test(branch) && /^[a-z]{50}$/.test(callId) },
  { tool: 'sippts', when: ({ branch }) => /^[0-9a-z]{71}$/.test(branch) },
  { tool: 'nmap', when: ({ branch, fromTag }) => branch === 'foo' && fromTag === 'root' },
  { tool: 'zmap', when: ({ branch }) => /^[A-Za-z]{6}\.\d{10}$/.test(branch) },
  { tool: 'mr-sip', when: ({ branch, fromTag }) => /^z9hG4bK-\d{10}$/.test(branch) && /^\d{6}$/.test(fromTag) },
  { tool: 'sipcli', when: ({ body }) => /^(?:s=sipcli|o=sipcli-Session)/m.test(byteText(body.subarray(0, sdpHead))) },
]

export function toolOfMarks(marks: Marks): ToolId | undefined {
  return signatures.find((signature) => signature.when(marks))?.tool
}
