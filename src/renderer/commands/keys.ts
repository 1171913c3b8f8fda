/**
 * Keys as people write them: `Ctrl+K`, `Shift+M`, `?`, `g l` (one after the other). A stroke is one of the parts.
 * Ctrl stands for Cmd too.
 */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const modifiers = ['Ctrl', 'Alt', 'Shift'] as const

/** The strokes of a written key, each in one fixed form. */
export function parseKeys(written: string): readonly string[] {
  return written.trim().split(/\s+/).map(canonical)
}

function canonical(stroke: string): string {
  const parts = stroke.length > 1 ? stroke.split(/(?<=.)\+(?=.)/) : [stroke]
  const key = parts.at(-1) ?? ''
  const held = modifiers.filter((modifier) => parts.slice(0, -1).includes(modifier))
  return [...held, letterCase(key)].join('+')
}

/** The stroke that a key press makes, or nothing for a modifier pressed alone. */
export function strokeOf(press: KeyPress): string | undefined {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(press.key)) return undefined
  const key = press.key === ' ' ? 'Space' : press.key
  const held = [
    (press.ctrlKey || press.metaKey) && 'Ctrl',
    press.altKey && 'Alt',
    // Shift is part of a symbol such as `?`, and a modifier of letters and named keys only.
    press.shiftKey && (key.length > 1 || isLetter(key)) && 'Shift',
  ].filter((name) => name !== false)
  return [...held, letterCase(key)].join('+')
}

/** Whether a stroke types a character: such keys must never act while somebody writes. */
export function isPlain(stroke: string): boolean {
  return !stroke.startsWith('Ctrl+') && !stroke.startsWith('Alt+') && stroke.replace('Shift+', '').length === 1
}

function isLetter(key: string): boolean {
  return key.length === 1 && key.toLowerCase() !== key.toUpperCase()
}

function letterCase(key: string): string {
  return isLetter(key) ? key.toUpperCase() : key
}

const symbols: Readonly<Record<string, string>> = {
  Enter: '↵',
  Escape: 'Esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  ContextMenu: 'Menu',
}

/** How a stroke is shown on a key cap: single letters small, as they are typed. */
export function keyLabel(stroke: string): string {
  if (stroke.length === 1) return stroke.toLowerCase()
  return stroke
    .split('+')
    .map((part) => symbols[part] ?? part)
    .join(' ')
}
