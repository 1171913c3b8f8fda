import { toolTable, type ToolEntry } from './table.ts'

/** The program that wrote a message: an id of resources/signatures/tools.json. */
export type ToolId = string

export const unknownTool: ToolId = 'unknown'

const byId: ReadonlyMap<ToolId, ToolEntry> = new Map(toolTable.map((tool) => [tool.id, tool]))

export const toolIds: readonly ToolId[] = toolTable.map(({ id }) => id)

/** Ids that other rules were stored with may have gone: they stand for themselves. */
export const toolName = (id: ToolId): string => byId.get(id)?.name ?? id

/** The same within a sentence, e.g. `a softphone`. */
export const toolPhrase = (id: ToolId): string => byId.get(id)?.phrase ?? toolName(id)

export const toolKind = (id: ToolId): string => byId.get(id)?.kind ?? unknownTool

/** Whether the table knows how it writes, and not its name alone. */
export const hasSignature = (id: ToolId): boolean => (byId.get(id)?.signatures.length ?? 0) > 0

/** Nobody uses it as a telephone. */
export const isHostileTool = (id: ToolId): boolean => byId.get(id)?.hostile ?? false

/**
 * Whether a program of this structure is not what its User-Agent says. A stack contradicts no phone: nearly all phones
 * are built upon one, and few say upon which.
 */
export function contradicts(tool: ToolId, claimed: ToolId): boolean {
  if (tool === claimed || tool === unknownTool || claimed === unknownTool) return false
  if (toolKind(tool) !== 'stack') return true
  return claimed !== 'softphone' && byId.get(claimed)?.namesBuiltOn[tool] === undefined
}
