import { contradicts, isHostileTool, type ToolId } from '../tool/tool.ts'

/**
 * Whether a message comes from an attacker's program: by its structure, by the name it gives itself (nobody pretends to
 * be a scanner), or because it pretends to be another product than its structure shows. SIPp is a tester's tool as well:
 * its calls alone prove nothing, and the table of tools says so.
 */
export const isHostile = (tool: ToolId, claimed: ToolId): boolean =>
  isHostileTool(tool) || isHostileTool(claimed) || contradicts(tool, claimed)
