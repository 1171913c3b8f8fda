import { toolOfUserAgent } from '../tool/claimed.ts'
import { contradicts, toolPhrase, unknownTool } from '../tool/tool.ts'
import type { SourceSummary, ToolSummary } from './summary.ts'

/** What its most frequent known program is, and what it pretends to be: "Claims to be Cisco, is PJSIP". */
export function toolLine({ tools }: SourceSummary): string | undefined {
  return tools.map(line).find((found) => found !== undefined)
}

/** Names of the table, never the User-Agent itself: that is the attacker's text. */
function line({ tool, userAgent }: ToolSummary): string | undefined {
  const claimed = toolOfUserAgent(userAgent)
  if (tool === unknownTool) return claimed === unknownTool ? undefined : `Calls itself ${toolPhrase(claimed)}`
  if (contradicts(tool, claimed)) return `Claims to be ${toolPhrase(claimed)}, is ${toolPhrase(tool)}`
  return `Uses ${toolPhrase(tool)}`
}
