import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { DialogRow } from './dialogs.ts'
import { cursor, pageSize, range, type EventRow, type Page, type SourceRow, type ToolId } from './vocabulary.ts'

/** Who or what matches a filter (src/filter, docs/filter-language.md). Every count here is a sum of tallies, never a scan. */
export const exploreTabs = ['dialogs', 'messages', 'sources', 'numbers', 'fingerprints'] as const
export type ExploreTab = (typeof exploreTabs)[number]

/** A source among the hits. */
export interface FoundSource extends SourceRow {
  readonly matching: number
}

export interface FoundDialog extends DialogRow {
  readonly matching: number
}

/** A number core among the hits, whatever was dialled in front of it. */
export interface FoundNumber {
  readonly core: string
  readonly country?: string
  /** Matching messages that dialled it. */
  readonly matching: number
  readonly sources: number
  /** Different prefixes in front of it. */
  readonly prefixes: number
  readonly firstSeen: number
  readonly lastSeen: number
}

export interface FoundFingerprint {
  readonly text: string
  /** Which programs build messages so; most messages first. */
  readonly tools: readonly ToolId[]
  readonly matching: number
  readonly sources: number
}

export interface FoundRows {
  readonly dialogs: FoundDialog
  readonly messages: EventRow
  readonly sources: FoundSource
  readonly numbers: FoundNumber
  readonly fingerprints: FoundFingerprint
}

/** Something to put right in a filter's text, or to know about it. */
export interface Problem {
  readonly from: number
  readonly to: number
  readonly message: string
  /** The nearest right words; choosing one replaces the stretch. */
  readonly instead: readonly string[]
  /** `hint`: the filter works all the same. */
  readonly weight: 'error' | 'hint'
}

/** How much matches. `undefined`: not known without looking at every message. */
export interface Hits {
  readonly messages: number
  readonly sources: number
  readonly dialogs?: number
  /** False when counting was cut short: there are at least so many. */
  readonly complete: boolean
  readonly milliseconds: number
}

export type Checked =
  | {
      readonly ok: true
      /** The filter in plain English, e.g. `INVITEs from DE or NL in the last hour, not labelled research`. */
      readonly echo: string
      readonly problems: readonly Problem[]
      readonly hits: Hits
      /** Parts of it are looked for in raw bytes, as a hunt; the hits are then its candidates. */
      readonly hunt: boolean
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export interface Histogram {
  readonly from: number
  /** Milliseconds per point; points of a day or more begin at midnight of the zone, and a day of 23 hours is one point. */
  readonly step: number
  /** Beginning of each point. */
  readonly starts: readonly number[]
  readonly counts: readonly number[]
  /** False when counting was cut short: there are at least so many at each point. */
  readonly complete: boolean
  /** When it was cut short: points from here on hold all their matches. Absent: that is not known of any. */
  readonly exactFrom?: number
}

/** What the matches have in common. */
export interface Facets {
  readonly lists: readonly FacetList[]
  /** False when counting was cut short: there are at least so many of each value, and there may be further ones. */
  readonly complete: boolean
  /** Matches that were counted. */
  readonly counted: number
}

export interface FacetList {
  /** Name of the field of the filter language. */
  readonly field: string
  readonly values: readonly FacetValue[]
  /** Further values that are not listed. */
  readonly more: number
  /** Nobody looked: every match would have to be looked at for it, and there are too many. */
  readonly leftOut?: true
}

export interface FacetValue {
  /** As the filter language writes it, e.g. `toll-fraud`; quoted by the page where it must be. */
  readonly value: string
  /** As people read it; may hold an attacker's text. */
  readonly label: string
  readonly messages: number
}

export interface Completion {
  /** What replaces the stretch from..to of the text. */
  readonly text: string
  readonly from: number
  readonly to: number
  readonly detail: string
  readonly messages?: number
}

export const mostFilterText = 4000
export const filterText = z.string().max(mostFilterText)
/** IANA name; times without a zone are read in it, and days begin in it. */
export const zone = z.string().max(60).default('UTC')

/** Rows chosen one by one that one act may be about. */
export const mostChosen = 10_000
const chosenIds = z.array(z.number().int().positive()).min(1).max(mostChosen)
/** Rows that were chosen one by one: matches outside them are no matches. */
export const chosenRows = z.discriminatedUnion('of', [
  z.object({ of: z.literal('messages'), ids: chosenIds }),
  z.object({ of: z.literal('dialogs'), ids: chosenIds }),
  z.object({ of: z.literal('sources'), addresses: z.array(z.string().max(60)).min(1).max(mostChosen) }),
])
export type ChosenRows = z.output<typeof chosenRows>

/** `answers`: our answers too; a filter that names `code` or `dir` looks at them anyway. */
export const query = z.object({
  filter: filterText,
  zone,
  range: range.optional(),
  answers: z.boolean().default(false),
  only: chosenRows.optional(),
})
export type Query = z.output<typeof query>

export const sort = z.object({ by: z.string().max(40), descending: z.boolean() }).optional()
/** Rows of a tab that can be reached, by scrolling or by `offset`; the histogram and the facets cover all. */
export const mostRows = 1_000_000
/** Rows to be passed over, in the order asked for; for jumps such as dragging the scroll bar. Not together with `cursor`. */
const offset = z.number().int().min(0).max(mostRows).optional()
const pageOf = { query, sort, cursor, offset, limit: pageSize }

/**
 * Rows of a tab. Of what is listed in order of time `complete` is false when the page ended early; the next one goes on
 * there. Of what is counted first it is false when there was no time for all matches: rows and counts may be missing.
 */
export interface FoundPage<Row> extends Page<Row> {
  readonly complete: boolean
  /** How many matches were counted, when not all were; of numbers the newest. */
  readonly newest?: number
}

/** Sources that one act may be about. */
export const mostAddresses = 10_000

export const exploreCalls = {
  /** Never fails because of what was typed: that is what `problems` are for. */
  'explore.check': returns<Checked>()(z.object({ query })),
  'explore.histogram': returns<Histogram>()(z.object({ query, points: z.number().int().min(2).max(600).default(200) })),
  'explore.facets': returns<Facets>()(z.object({ query })),
  /** Values for the word at the place `at` of the text. */
  'explore.complete': returns<readonly Completion[]>()(z.object({ query, at: z.number().int().min(0) })),
  'explore.dialogs': returns<FoundPage<FoundDialog>>()(z.object(pageOf)),
  'explore.messages': returns<FoundPage<EventRow>>()(z.object(pageOf)),
  'explore.sources': returns<FoundPage<FoundSource>>()(z.object(pageOf)),
  'explore.numbers': returns<FoundPage<FoundNumber>>()(z.object(pageOf)),
  'explore.fingerprints': returns<FoundPage<FoundFingerprint>>()(z.object(pageOf)),
  /** Addresses of matching sources, for an action on all of them; most messages first. One more than acts take may be asked for. */
  'explore.addresses': returns<readonly string[]>()(
    z.object({
      query,
      limit: z
        .number()
        .int()
        .min(1)
        .max(mostAddresses + 1)
        .default(mostAddresses),
    }),
  ),
}
