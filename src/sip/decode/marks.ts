import type { ToolId } from '../tool/tool.ts'
import type { Decoded } from './decoded.ts'
import { inBody, inHeader, type Writing } from './writing.ts'

interface Mark {
  readonly tool: ToolId
  readonly mark: string
  /** Header and part that the mark stands in; `undefined` when it is the session description. */
  readonly in: readonly [key: string, part: string] | undefined
  /** The text that is the mark. */
  readonly find: (writing: Writing) => string | undefined
}

const uuid = '[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}'
const firstMatch = (pattern: RegExp, text: string): string | undefined => pattern.exec(text)?.[0]
const pjBranch = new RegExp(`^z9hG4bKPj(?:${uuid}|[\\w.-]{32})$`, 'i')

const marks: readonly Mark[] = [
  {
    tool: 'pjsip',
    mark: 'PJSIP begins its branches with Pj and a UUID',
    in: ['via', 'branch'],
    find: ({ branch }) => firstMatch(pjBranch, branch),
  },
  {
    tool: 'pjsip',
    mark: 'PJSIP marks its Contact for outbound with ;ob',
    in: ['contact', ''],
    find: ({ message }) => firstMatch(/;ob(?=[;>,]|$)/, contactOf(message)),
  },
  {
    tool: 'pjsip',
    mark: 'PJSIP names its session pjmedia',
    in: undefined,
    find: ({ sdp }) => firstMatch(/^s=pjmedia$/m, sdp.replaceAll('\r', '\n')),
  },
  {
    tool: 'sipcli',
    mark: 'sipcli makes the branch from the Call-ID',
    in: ['via', 'branch'],
    find: ({ branch, callId }) =>
      /^[0-9a-f]{32}$/.test(callId) && branch === `z9hG4bK-${callId}` ? branch : undefined,
  },
  {
    tool: 'sipcli',
    mark: 'sipcli names itself in its session',
    in: undefined,
    find: ({ sdp }) => firstMatch(/^o=sipcli-Session/m, sdp),
  },
  {
    tool: 'sippts',
    mark: 'sippts makes branches of 71 letters and digits without the magic cookie',
    in: ['via', 'branch'],
    find: ({ branch }) => firstMatch(/^[0-9a-z]{71}$/, branch),
  },
  {
    tool: 'sippts',
    mark: 'sippts names itself in its session',
    in: undefined,
    find: ({ sdp }) => firstMatch(/^s=SIPPTS/m, sdp),
  },
  {
    tool: 'mr-sip',
    mark: 'Mr.SIP makes branches of ten different digits, tags of six and Call-IDs of 32 letters and digits',
    in: ['via', 'branch'],
    find: mrSipBranch,
  },
  {
    tool: 'nmap',
    mark: "nmap's service probe always has the branch foo and the tag root",
    in: ['via', 'branch'],
    find: ({ branch, fromTag }) => (branch === 'foo' && fromTag === 'root' ? branch : undefined),
  },
  {
    tool: 'nmap',
    mark: 'nmap names its scripts as the caller',
    in: ['from', ''],
    find: ({ from }) => (from.display === 'Nmap NSE' ? from.display : undefined),
  },
]

/** What only one program writes, whatever it calls itself. */
export function* toolMarks(writing: Writing): Generator<Decoded> {
  for (const { tool, mark, in: place, find } of marks) {
    const text = find(writing)
    if (text === undefined) continue
    const value = { kind: 'tool-mark', tool, mark } as const
    if (place) yield inHeader(writing, place[0], place[1], text, value)
    else yield inBody(writing, `SDP ${text.slice(0, 2)}`, Math.max(0, writing.sdp.indexOf(text)), text.length, value)
  }
}

const contactOf = ({ headers }: Writing['message']): string => headers.find(({ key }) => key === 'contact')?.value ?? ''

/** Mr.SIP sip_packet.py: samples without repetition. */
function mrSipBranch({ branch, fromTag, callId }: Writing): string | undefined {
  const [, digits = ''] = /^z9hG4bK-(\d{10})$/.exec(branch) ?? []
  const made = new Set(digits).size === 10 && /^\d{6}$/.test(fromTag) && /^[0-9a-z]{27}\d{5}(?:@|$)/.test(callId)
  return made ? branch : undefined
}
