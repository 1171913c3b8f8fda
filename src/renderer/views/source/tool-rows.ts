import type { SourceProfile } from '../../../contract/console/sources.ts'
import { contradicts, toolKind, toolName, unknownTool, type ToolId } from '../../../sip/tool/tool.ts'

/**
 * How a claim stands against proof.
 * - `contradicted`: the structure proves another program than the User-Agent names.
 * - `proven`: the structure proves the program, and the name does not speak against it.
 * - `named`: only the name says so, and anybody can write that.
 * - `unknown`: neither says anything.
 */
export type Standing = 'contradicted' | 'proven' | 'named' | 'unknown'

export interface ToolRow {
  readonly standing: Standing
  /** The attacker's text; empty when there was none. */
  readonly userAgent: string
  /** e.g. "claims Cisco" */
  readonly claim: string
  /** e.g. "is PJSIP" */
  readonly is: string
  /** e.g. "attack tool" */
  readonly kind: string
  /** e.g. "by structure" */
  readonly confidence: string
  readonly messages: number
}

/** Contradictions first: whoever lies about his program hides something. Otherwise as they came, most messages first. */
export function toolRows(tools: SourceProfile['tools']): readonly ToolRow[] {
  const rows = tools.map(toolRow)
  const lies = rows.filter(({ standing }) => standing === 'contradicted')
  return [...lies, ...rows.filter(({ standing }) => standing !== 'contradicted')]
}

function toolRow({ tool, claimed, userAgent, messages }: SourceProfile['tools'][number]): ToolRow {
  const standing = standingOf(tool, claimed)
  return {
    standing,
    userAgent,
    claim: claimOf(claimed, userAgent),
    is: isWords(standing, tool, claimed),
    kind: standing === 'unknown' ? '' : toolKind(standing === 'named' ? claimed : tool),
    confidence: confidences[standing],
    messages,
  }
}

function standingOf(tool: ToolId, claimed: ToolId): Standing {
  if (contradicts(tool, claimed)) return 'contradicted'
  if (tool !== unknownTool) return 'proven'
  return claimed === unknownTool ? 'unknown' : 'named'
}

const confidences: Readonly<Record<Standing, string>> = {
  contradicted: 'by structure',
  proven: 'by structure',
  named: 'by name only',
  unknown: 'nothing recognised',
}

function isWords(standing: Standing, tool: ToolId, claimed: ToolId): string {
  if (standing === 'unknown') return 'unknown'
  return standing === 'named' ? `perhaps ${toolName(claimed)}` : `is ${toolName(tool)}`
}

function claimOf(claimed: ToolId, userAgent: string): string {
  if (userAgent === '') return 'claims nothing'
  return claimed === unknownTool ? 'claims a name we do not know' : `claims ${toolName(claimed)}`
}
