import type { ToolId } from '../tool/tool.ts'

/** Programs that nobody uses as a telephone. SIPp is a tester's tool as well: its calls alone prove nothing. */
const attackTools: ReadonlySet<ToolId> = new Set([
  'sipvicious',
  'sipcli',
  'sipsak',
  'sippts',
  'mr-sip',
  'nmap',
  'zmap',
  'other-scanner',
])

/** What phones and PBXs are built upon: a product's own name does not contradict it. */
const stacks: ReadonlySet<ToolId> = new Set(['pjsip'])
const products: ReadonlySet<ToolId> = new Set(['softphone', 'asterisk'])

/**
 * Whether a message comes from an attacker's program: by its structure, by the name it gives itself (nobody pretends to
 * be a scanner), or because it pretends to be another product than its structure shows.
 */
export const isHostile = (tool: ToolId, claimed: ToolId): boolean =>
  attackTools.has(tool) || attackTools.has(claimed) || isDisguised(tool, claimed)

export function isDisguised(tool: ToolId, claimed: ToolId): boolean {
  if (tool === claimed || tool === 'unknown' || claimed === 'unknown') return false
  return !(stacks.has(tool) && products.has(claimed))
}
