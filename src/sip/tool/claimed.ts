import type { SipMessage } from '../message/message.ts'
import { marksOf, toolOfMarks, type Marks } from './marks.ts'
import type { ToolId } from './tool.ts'
import { builtOnPjsip, userAgents, wholeUserAgents } from './user-agents.ts'

/**
 * The program that wrote a message. Marks of its structure outrank the User-Agent, which costs one line to forge:
 * a "Cisco-SIPGateway" with PJSIP's branch is PJSIP. Only where a program is known to be built on PJSIP its name stands.
 */
export function claimedTool(userAgent: string | undefined, message?: SipMessage): ToolId {
  return message ? toolOf(userAgent, marksOf(message)) : toolOfUserAgent(userAgent)
}

/** The same, for who has read the marks already. */
export function toolOf(userAgent: string | undefined, marks: Marks): ToolId {
  const marked = toolOfMarks(marks)
  if (marked === undefined) return toolOfUserAgent(userAgent)
  return marked === 'pjsip' && namesPjsipProgram(userAgent) ? toolOfUserAgent(userAgent) : marked
}

/** By name alone. */
export function toolOfUserAgent(userAgent: string | undefined): ToolId {
  if (userAgent === undefined) return 'unknown'
  const name = userAgent.toLowerCase()
  const known = userAgents.find(([substring]) => name.includes(substring))
  return known?.[1] ?? wholeUserAgents.get(name) ?? 'unknown'
}

function namesPjsipProgram(userAgent = ''): boolean {
  const name = userAgent.toLowerCase()
  return builtOnPjsip.some((program) => name.includes(program))
}
