import { z } from 'zod'
import type { AttackClass, Severity } from '../../sip/attack/class.ts'
import type { Confidence } from '../../sip/number/split.ts'
import type { Proof } from '../../sip/proof/proof.ts'
import type { ToolId } from '../../sip/tool/tool.ts'

/**
 * Words every part of the console contract uses. All times are UTC milliseconds since 1970; where a time came from a
 * sensor the fraction carries its microseconds. Addresses are text in the form of RFC 5952.
 */
export type { AttackClass, Confidence, Severity, ToolId }

export type Transport = 'udp' | 'tcp' | 'tls'
export type Direction = 'in' | 'out'

export type { Proof }

/** `tag`: the attacker's tool wrote the password into the message in clear. `digest`: it sent a digest of it. */
export type GuessHow = 'tag' | 'digest'

export interface DialledNumber {
  /** The digits of the number behind any prefix, e.g. `46850780296`. */
  readonly core: string
  /** The junk in front of it, e.g. `9011`; empty when dialled bare. */
  readonly prefix: string
  /** Exactly as it stood in the message. */
  readonly raw: string
  /** How sure the place between core and prefix is. */
  readonly confidence: Confidence
}

/** One SIP message as lists show it; its bytes come with `dialog.get`. */
export interface EventRow {
  readonly id: number
  readonly time: number
  readonly sensor: number
  readonly source: string
  readonly port: number
  readonly transport: Transport
  readonly direction: Direction
  /** Request method, or the CSeq method of a response; `undefined` when the bytes are no SIP. */
  readonly method?: string
  /** Status code of a response. */
  readonly status?: number
  readonly number?: DialledNumber
  readonly userAgent?: string
  readonly tool: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  readonly proof: Proof
  /** Bytes of the message. */
  readonly size: number
  readonly dialog: number
  /** Whatever the parser found broken, in plain words. */
  readonly fault?: string
}

export interface Verdict {
  readonly severity: Severity
  /** One plain sentence, e.g. "Tried 41 prefixes in front of one number". */
  readonly sentence: string
  /** At most three, strongest first. */
  readonly reasons: readonly string[]
  /** Version of the rules that say so. */
  readonly rules: number
}

export interface CampaignRef {
  readonly id: number
  readonly name: string
}

/** One attacking address with everything lists show about it. Counts cover its whole life, not a range. */
/** An autonomous system: a network that somebody runs. Its name was chosen by whoever runs it. */
export interface AutonomousSystem {
  readonly number: number
  readonly name: string
}

export interface SourceRow {
  readonly address: string
  /** ISO 3166 alpha-2, by the bundled country table; approximate. */
  readonly country?: string
  /** Network it belongs to, by the bundled table; approximate. Where one source is shown in full, and in Explore. */
  readonly system?: AutonomousSystem
  readonly firstSeen: number
  readonly lastSeen: number
  /** Messages received from it (its own, not our answers). */
  readonly messages: number
  readonly dialogs: number
  readonly sensors: number
  /** Distinct number cores dialled. */
  readonly numbers: number
  /** Distinct prefixes tried in front of any core. */
  readonly prefixes: number
  readonly tools: readonly ToolId[]
  /** Attack classes seen, gravest first, and of equally grave ones most frequent first. */
  readonly classes: readonly AttackClass[]
  readonly severity: Severity
  readonly proof: Proof
  readonly ban?: BanState
  readonly whitelisted: boolean
  readonly campaigns: readonly CampaignRef[]
}

export const banStates = [
  'queued', // in this console's outbox; the feed has not seen it yet
  'proposed',
  'held', // approved, waiting out the hold; can still be undone
  'published',
  'expired',
  'revoked',
  'rejected',
  'withdrawn',
  'blocked', // a whitelist entry or a block list forbids it
] as const
export type BanState = (typeof banStates)[number]

/** Half-open range [from, to) in UTC milliseconds. */
export const range = z
  .object({ from: z.number(), to: z.number() })
  .refine((value) => value.from < value.to, 'range must not be empty')
export type Range = z.infer<typeof range>

/** Text that an analyst typed: bounded, and never empty where it is demanded. */
export const reasonText = z.string().trim().min(3, 'give a reason').max(2000)
export const address = z.string().min(2).max(64)
export const pageSize = z.number().int().min(1).max(500).default(100)
/** Opaque place in a list; take it from the page before. */
export const cursor = z.string().max(200).optional()

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Give it back to read on; absent at the end. */
  readonly next?: string
}
