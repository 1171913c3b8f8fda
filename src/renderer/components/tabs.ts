/** The tab that a key pressed on `from` leads to, as in any list of tabs; `undefined` for keys that mean nothing here. */
export function tabBy<Tab>(key: string, from: Tab, tabs: readonly Tab[]): Tab | undefined {
  const at = tabs.indexOf(from)
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[key]
  return to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
}
