import { headerValue, type SipMessage } from '../message/message.ts'
import { visible } from '../text/visible.ts'
import { productOf, toolOfUserAgent } from './claimed.ts'
import { certainScore, matchOf, type Match } from './match.ts'
import { contradicts, hasSignature, toolName, toolPhrase, unknownTool, type ToolId } from './tool.ts'
import { placeOf, type Place } from './where.ts'

/** Which program wrote a message, and how that is known. */
export interface ToolVerdict {
  readonly tool: ToolId
  /** The program within it, e.g. `svwar` of SIPVicious. */
  readonly program: string | undefined
  readonly versions: string | undefined
  /** `by name only`: nothing but the User-Agent says so, and anybody can write that. */
  readonly confidence: Confidence
  /** What its User-Agent says it is, `unknown` when that names no program of the table. */
  readonly claimed: ToolId
  /** What its structure shows, heaviest first; empty when only its name is known. */
  readonly features: readonly ShownFeature[]
  /** For people; holds the sender's text, made visible and bounded. */
  readonly sentence: string
}

export type Confidence = 'certain' | 'likely' | 'by name only' | 'unknown'

export interface ShownFeature extends Place {
  readonly says: string
  readonly weight: number
}

/** For one message at a time, as screens show it: `toolOf` is for all of them. Never throws. */
export function toolVerdict(message: SipMessage): ToolVerdict {
  const userAgent = headerValue(message, 'user-agent') ?? headerValue(message, 'server')
  const claimed = toolOfUserAgent(userAgent)
  const match = matchOf(message)
  return match === undefined ? byName(message, userAgent, claimed) : byStructure(message, match, userAgent, claimed)
}

function byName(message: SipMessage, userAgent: string | undefined, claimed: ToolId): ToolVerdict {
  const known = claimed !== unknownTool
  return {
    tool: claimed,
    program: undefined,
    versions: undefined,
    confidence: known ? 'by name only' : 'unknown',
    claimed,
    features: [],
    sentence: known
      ? `Calls itself ${quoted(userAgent)}${unconfirmed(message, claimed)}`
      : 'Its structure and its name belong to no known program',
  }
}

function unconfirmed(message: SipMessage, claimed: ToolId): string {
  if (message.start?.kind === 'response') return '; an answer repeats what was asked, so its structure proves nothing'
  if (!hasSignature(claimed)) return `; no signature of ${toolPhrase(claimed)} is known to hold it against`
  return ', which its structure does not confirm'
}

function byStructure(message: SipMessage, match: Match, userAgent: string | undefined, claimed: ToolId): ToolVerdict {
  const product = productOf(match.tool, userAgent)
  return {
    tool: product ?? match.tool,
    program: match.program,
    versions: match.versions,
    confidence: match.score >= certainScore && product === undefined ? 'certain' : 'likely',
    claimed,
    features: match.features.map(({ says, weight, field }) => ({ says, weight, ...placeOf(message, field) })),
    sentence: sentence(match, product, userAgent, claimed),
  }
}

function sentence(match: Match, product: ToolId | undefined, userAgent: string | undefined, claimed: ToolId): string {
  const is = described(match)
  if (product !== undefined) return `Calls itself ${quoted(userAgent)}, which is built upon ${is}, as this is`
  const sure = match.score >= certainScore ? 'is' : 'is most likely'
  if (contradicts(match.tool, claimed)) return `Claims ${quoted(userAgent)}, ${sure} ${is}`
  if (claimed === match.tool) return `${upper(sure)} ${is}, as it says`
  return userAgent === undefined ? `${upper(sure)} ${is}` : `Calls itself ${quoted(userAgent)}, ${sure} ${is}`
}

function described({ tool, program, versions }: Match): string {
  const name = toolPhrase(tool)
  const more = [program === toolName(tool) ? '' : program, versions === 'any' ? '' : versions].filter(
    (text) => text !== '',
  )
  return more.length === 0 ? name : `${name} (${more.join(', ')})`
}

const upper = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** Longer names are cut: they are the sender's text. */
const longestName = 60

function quoted(userAgent = ''): string {
  const shown = visible(userAgent.slice(0, longestName))
  return `“${shown}${userAgent.length > longestName ? '…' : ''}”`
}
