import { ref, watch, type Ref } from 'vue'

/** How a message is shown: taken apart, as text, as bytes. Any of them together. */
export const paneNames = ['parsed', 'raw', 'hex'] as const
export type PaneName = (typeof paneNames)[number]
export type Panes = readonly PaneName[]

export const paneTitles: Readonly<Record<PaneName, string>> = { parsed: 'Parsed', raw: 'Raw', hex: 'Hex' }
export const paneKeys: Readonly<Record<PaneName, string>> = { parsed: 'p', raw: 'r', hex: 'Shift+R' }

/** Always in the same order. One pane always stays: an empty screen shows nothing. */
export function toggledPane(panes: Panes, pane: PaneName): Panes {
  const wanted = panes.includes(pane) ? panes.filter((shown) => shown !== pane) : [...panes, pane]
  return wanted.length === 0 ? panes : paneNames.filter((name) => wanted.includes(name))
}

/** What was kept, as far as it still means something. */
export function readPanes(kept: string | null): Panes {
  const names = kept?.split(',') ?? []
  const panes = paneNames.filter((name) => names.includes(name))
  return panes.length === 0 ? paneNames : panes
}

const key = 'honeynet.dialog-panes'

/** The panes the analyst wants to see; kept in this browser. */
export function keptPanes(): Ref<Panes> {
  const panes = ref(readPanes(localStorage.getItem(key)))
  watch(panes, (chosen) => localStorage.setItem(key, chosen.join(',')))
  return panes
}
