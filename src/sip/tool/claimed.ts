import type { SipMessage } from '../message/message.ts'
import { matchOf } from './match.ts'
import { toolTable } from './table.ts'
import { unknownTool, type ToolId } from './tool.ts'

/**
 * The program that the structure of a request proves, `unknown` where it proves none: a User-Agent costs one line to
 * forge. It only says which of the programs built upon a proven stack this is: PJSIP that calls itself Asterisk is
 * Asterisk, PJSIP that calls itself Cisco is PJSIP.
 */
export function toolOf(message: SipMessage, userAgent: string | undefined): ToolId {
  const match = matchOf(message)
  return match === undefined ? unknownTool : (productOf(match.tool, userAgent) ?? match.tool)
}

/** The program by this name that is built upon the stack, if there is one. */
export function productOf(stack: ToolId, userAgent: string | undefined): ToolId | undefined {
  const products = productsOf.get(stack)
  if (products === undefined || userAgent === undefined) return undefined
  const name = userAgent.toLowerCase()
  return products.find(([part]) => name.includes(part))?.[1]
}

type Named = readonly [name: string, tool: ToolId]

const productsOf: ReadonlyMap<ToolId, readonly Named[]> = new Map(
  toolTable.map(({ id }) => [id, productsBuiltOn(id)] as const).filter(([, products]) => products.length > 0),
)

function productsBuiltOn(stack: ToolId): readonly Named[] {
  return toolTable.flatMap(({ id, namesBuiltOn }) => (namesBuiltOn[stack] ?? []).map((name) => [name, id] as const))
}

const names: readonly Named[] = toolTable.flatMap((tool) => tool.names.map((name) => [name, tool.id] as const))
const wholeNames: ReadonlyMap<string, ToolId> = new Map(
  toolTable.flatMap((tool) => tool.wholeNames.map((name) => [name, tool.id] as const)),
)

/** Names looked up lately. Emptied when full: an attacker who changes his name each time gains nothing by it. */
const known = new Map<string, ToolId>()
const mostKnown = 1024
const longestKnown = 128

/** By name alone, which proves nothing: it says what the sender claims. */
export function toolOfUserAgent(userAgent: string | undefined): ToolId {
  if (userAgent === undefined) return unknownTool
  const met = known.get(userAgent)
  if (met !== undefined) return met
  const tool = search(userAgent.toLowerCase())
  if (known.size === mostKnown) known.clear()
  if (userAgent.length <= longestKnown) known.set(userAgent, tool)
  return tool
}

function search(name: string): ToolId {
  return names.find(([part]) => name.includes(part))?.[1] ?? wholeNames.get(name) ?? unknownTool
}
