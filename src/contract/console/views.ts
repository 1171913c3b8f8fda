import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { exploreTabs, filterText, type ExploreTab } from './explore.ts'

/** A filter kept under a name. Its hits are asked for like any filter's. */
export interface SavedView {
  readonly id: number
  readonly name: string
  readonly filter: string
  readonly tab: ExploreTab
  readonly updatedAt: number
}

const name = z.string().trim().min(1, 'give the view a name').max(120)

export const viewCalls = {
  /** By name. */
  'views.list': returns<readonly SavedView[]>()(z.object({})),
  /** Under a name that is taken the filter is replaced. */
  'view.save': returns<{ readonly id: number }>()(z.object({ name, filter: filterText, tab: z.enum(exploreTabs) })),
  'view.rename': returns<void>()(z.object({ id: z.number().int(), name })),
  'view.remove': returns<void>()(z.object({ id: z.number().int() })),
  /** Filters used, newest first, at most 500; each once. */
  'filters.history': returns<readonly string[]>()(z.object({})),
  'filters.used': returns<void>()(z.object({ filter: filterText })),
  'filters.forget': returns<void>()(z.object({})),
}
