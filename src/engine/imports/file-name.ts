import { visible } from '../../sip/text/visible.ts'

/** As long as a sensor may call itself. */
const longest = 80

/** A file's name without its folders, fit to name a sensor: nothing in it acts instead of being seen. */
export function safeName(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? ''
  const shown = Array.from(visible(name.slice(0, 1000)).trim())
  const cut = shown.length > longest ? [...shown.slice(0, longest - 1), '…'] : shown
  return cut.join('') || 'capture'
}
