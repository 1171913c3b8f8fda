import { readonly, shallowRef } from 'vue'
import { isPlain, strokeOf } from './keys.ts'
import { allCommands, match } from './registry.ts'

/** How long the second stroke of `g l` may take. */
const chordPatience = 1500

/** What these do in a field belongs to the field. */
const editing = new Set(['Escape', 'Ctrl+Z', 'Ctrl+A', 'Ctrl+I', 'Ctrl+E', 'Space'])

const pendingKeys = shallowRef<readonly string[]>([])
const focusScopes = shallowRef<ReadonlySet<string>>(new Set())

/** Strokes typed so far of a key that has more than one; the footer shows them. */
export const pending = readonly(pendingKeys)
/** `data-scope` names around the focused element. */
export const scopes = focusScopes

/**
 * Lets the keyboard drive the registry. Single characters act only while the focus is in the main area (a list, a
 * grid, a chart) and never while somebody types (WCAG 2.1.4); `lettersOn` lets the analyst switch them off.
 */
export function startKeyboard(lettersOn: () => boolean): () => void {
  let stopTimer: ReturnType<typeof setTimeout> | undefined

  const reset = (): void => {
    clearTimeout(stopTimer)
    pendingKeys.value = []
  }

  const onKey = (event: KeyboardEvent): void => {
    const stroke = event.defaultPrevented ? undefined : strokeOf(event)
    if (!stroke || (isPlain(stroke) && !(lettersOn() && lettersAct(event.target)))) return
    const inOverlay = event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]')
    if (inOverlay || (editing.has(stroke) && isTyping(event.target))) return
    let found = match(allCommands.value, [...pendingKeys.value, stroke], focusScopes.value)
    if (found.kind === 'none' && pendingKeys.value.length > 0) {
      reset()
      found = match(allCommands.value, [stroke], focusScopes.value)
    }
    if (found.kind === 'none') return
    if ((stroke === 'Enter' || stroke === 'Space') && isControl(event.target)) return
    event.preventDefault()
    if (found.kind === 'run') {
      reset()
      return found.command.run()
    }
    pendingKeys.value = [...pendingKeys.value, stroke]
    clearTimeout(stopTimer)
    stopTimer = setTimeout(reset, chordPatience)
  }

  const onFocus = (): void => {
    focusScopes.value = scopesAround(document.activeElement)
  }

  document.addEventListener('keydown', onKey)
  document.addEventListener('focusin', onFocus)
  document.addEventListener('focusout', onFocus)
  return () => {
    reset()
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('focusin', onFocus)
    document.removeEventListener('focusout', onFocus)
  }
}

function scopesAround(element: Element | null): ReadonlySet<string> {
  const names = new Set<string>()
  for (let at = element?.closest('[data-scope]'); at; at = at.parentElement?.closest('[data-scope]'))
    names.add(at.getAttribute('data-scope') ?? '')
  return names
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
}

/** Enter and Space on a button press it. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, summary, input, select, textarea') !== null
}

function lettersAct(target: EventTarget | null): boolean {
  if (isTyping(target)) return false
  return target === document.body || (target instanceof Element && target.closest('[data-hotkeys]') !== null)
}
