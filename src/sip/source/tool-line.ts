import { toolOfUserAgent } from '../tool/claimed.ts'
import type { ToolId } from '../tool/tool.ts'
import type { SourceSummary, ToolSummary } from './summary.ts'

/** Programs by the name that people know; an id without one says nothing worth a line. */
const names: Partial<Readonly<Record<ToolId, string>>> = {
  sipvicious: 'SIPVicious',
  sipcli: 'sipcli',
  sipsak: 'sipsak',
  sipp: 'SIPp',
  sippts: 'SIPPTS',
  'mr-sip': 'Mr.SIP',
  nmap: 'Nmap',
  zmap: 'ZMap',
  pjsip: 'PJSIP',
  cisco: 'Cisco',
  asterisk: 'Asterisk',
  softphone: 'a softphone',
  'other-scanner': 'a known scanner',
}

/** What its most frequent known program is, and what it pretends to be: "Claims to be Cisco, is PJSIP". */
export function toolLine({ tools }: SourceSummary): string | undefined {
  return tools.map(line).find((found) => found !== undefined)
}

function line({ tool, userAgent }: ToolSummary): string | undefined {
  const claimed = toolOfUserAgent(userAgent)
  const is = names[tool]
  const claims = names[claimed]
  if (is === undefined) return claims && `Calls itself ${claims}`
  if (claimed === tool) return `Uses ${is}`
  return claims === undefined ? `Uses ${is}` : `Claims to be ${claims}, is ${is}`
}
