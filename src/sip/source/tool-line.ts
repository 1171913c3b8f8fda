import type { AttackClass } from '../attack/class.ts'
import { toolOfUserAgent } from '../tool/claimed.ts'
import { contradicts, toolPhrase, unknownTool } from '../tool/tool.ts'
import { counted } from './counts.ts'
import type { SourceSummary, ToolSummary } from './summary.ts'

/**
 * What its most frequent known program is, and what it pretends to be: "Claims to be Cisco, is PJSIP". A false claim comes
 * first: tools leave the name out of half of their messages, and what they wrote in the others is the news.
 */
export function toolLine(summary: SourceSummary): string | undefined {
  const { tools } = summary
  const lying = tools.find(({ tool, userAgent }) => contradicts(tool, toolOfUserAgent(userAgent)))
  const known = lying ?? tools.find((each) => line(each, '') !== undefined)
  return known && line(known, programsOf(summary))
}

/** Names of the table, never the User-Agent itself: that is the attacker's text. */
function line({ tool, userAgent }: ToolSummary, programs: string): string | undefined {
  const claimed = toolOfUserAgent(userAgent)
  if (tool === unknownTool) return claimed === unknownTool ? undefined : `Calls itself ${toolPhrase(claimed)}`
  if (contradicts(tool, claimed)) return `Claims to be ${toolPhrase(claimed)}, is ${toolPhrase(tool)}${programs}`
  return `Uses ${toolPhrase(tool)}${programs}`
}

/** SIPVicious is a program for each task, so that what was done with it says which: hosts, extensions, passwords. */
const sipvicious: readonly (readonly [AttackClass, string])[] = [
  ['options-sweep', 'svmap'],
  ['extension-enumeration', 'svwar'],
  ['password-guessing', 'svcrack'],
]

/** ` (svmap, svwar)`; nothing when other programs may have done the deeds. */
function programsOf(summary: SourceSummary): string {
  if (summary.tools.some(({ tool }) => tool !== 'sipvicious')) return ''
  const programs = sipvicious.filter(([name]) => counted(summary, name) > 0).map(([, program]) => program)
  return programs.length === 0 ? '' : ` (${programs.join(', ')})`
}
