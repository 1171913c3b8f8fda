import { exploreTabs, type ExploreTab } from '../../../../contract/console/explore.ts'
import type { Range } from '../../../../contract/console/vocabulary.ts'
import { presets, type PresetId } from '../../../stores/range.ts'

/** How rows of a tab are ordered; absent: as the engine thinks best. */
export interface ExploreSort {
  readonly by: string
  readonly descending: boolean
}

/** The stretch of time of the top bar: one that moves with the clock, or one that stands still. */
export type RangeChoice =
  { readonly kind: 'last'; readonly preset: PresetId } | { readonly kind: 'fixed'; readonly range: Range }

/** All that a link to Explore says. */
export interface ExploreLink {
  readonly filter: string
  readonly tab: ExploreTab
  readonly answers: boolean
  readonly sort: ExploreSort | undefined
  readonly range: RangeChoice | undefined
  /** A hunt whose hits are looked at. */
  readonly hunt: number | undefined
}

type Parameters = Readonly<Record<string, unknown>>

/** Reads what stands behind the `?`. What is missing, wrong or too long is as if it were not said. */
export function readLink(parameters: Parameters): ExploreLink {
  const text = (name: string): string => (typeof parameters[name] === 'string' ? parameters[name] : '')
  return {
    filter: text('filter'),
    tab: exploreTabs.find((tab) => tab === text('tab')) ?? 'dialogs',
    answers: text('answers') === '1',
    sort: readSort(text('sort')),
    range: readRange(text('range')),
    hunt: /^\d{1,15}$/.test(text('hunt')) ? Number(text('hunt')) : undefined,
  }
}

/** The same again, without what goes without saying. */
export function writeLink(link: Partial<ExploreLink>): Record<string, string> {
  const { filter = '', tab = 'dialogs', answers = false, sort, range, hunt } = link
  return {
    ...(filter !== '' && { filter }),
    ...(tab !== 'dialogs' && { tab }),
    ...(answers && { answers: '1' }),
    ...(sort && { sort: `${sort.descending ? '-' : ''}${sort.by}` }),
    ...(range && { range: writeRange(range) }),
    ...(hunt !== undefined && { hunt: String(hunt) }),
  }
}

function readSort(text: string): ExploreSort | undefined {
  const [, sign, by] = /^(-?)([A-Za-z]{1,40})$/.exec(text) ?? []
  return by === undefined ? undefined : { by, descending: sign === '-' }
}

function readRange(text: string): RangeChoice | undefined {
  const preset = presets.find(({ id }) => id === text)
  if (preset) return { kind: 'last', preset: preset.id }
  const [from = Number.NaN, to = Number.NaN, ...more] = text.slice(0, 80).split('..').map(Date.parse)
  return from < to && more.length === 0 ? { kind: 'fixed', range: { from, to } } : undefined
}

const writeRange = (choice: RangeChoice): string =>
  choice.kind === 'last' ? choice.preset : `${isoOf(choice.range.from)}..${isoOf(choice.range.to)}`

const isoOf = (time: number): string => new Date(time).toISOString()

/** Whether two choices say the same; a brushed stretch is kept to the millisecond, as links are. */
export const isSameRange = (a: RangeChoice, b: RangeChoice): boolean => writeRange(a) === writeRange(b)
