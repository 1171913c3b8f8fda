import { type ChosenRows, type ExploreTab } from '../../../../contract/console/explore.ts'

/** Rows of a tab as the engine names them; `undefined` where nothing is chosen, or rows cannot be. */
export function chosenOf(tab: ExploreTab, keys: readonly (string | number)[]): ChosenRows | undefined {
  if (keys.length === 0) return undefined
  if (tab === 'sources') return { of: tab, addresses: keys.map(String) }
  return tab === 'messages' || tab === 'dialogs' ? { of: tab, ids: keys.map(Number) } : undefined
}

/** How many they are. */
export const manyOf = (chosen: ChosenRows): number =>
  chosen.of === 'sources' ? chosen.addresses.length : chosen.ids.length
