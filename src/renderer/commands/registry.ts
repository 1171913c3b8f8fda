import { computed, shallowReactive } from 'vue'
import { parseKeys } from './keys.ts'

/** One thing the analyst can do. Keys, palette, tooltips, the `?` sheet and the footer all come from here. */
export interface Command {
  /** `noun.verb`; the newest registration of an id wins. */
  readonly id: string
  /** Verb and object: "Ban the selected source". */
  readonly title: string
  /** Heading in the sheet; what every list answers is told once, under `Lists` and `Copy`. */
  readonly group: 'Go to' | 'This screen' | 'Lists' | 'Copy' | 'View' | 'Time' | 'Console'
  /** Name of the list it acts on, where several on one screen offer the same. */
  readonly of?: string
  /** As people write them, e.g. `Ctrl+K`, `g l`. */
  readonly keys?: readonly string[]
  /** Only while the focus is inside an element with this `data-scope`. */
  readonly scope?: string
  /** Whether it can be done now; absent: always. */
  readonly when?: () => boolean
  /** Why it may not be done by this person, though it could be by another: the palette shows it with this reason. */
  readonly blocked?: () => string | undefined
  /** Place among the six keys of the footer, lower first; absent: not shown there. */
  readonly footer?: number
  /** Short words for the footer. */
  readonly short?: string
  /** Not offered in the palette, e.g. moving a cursor. */
  readonly keysOnly?: boolean
  readonly run: () => void
}

/** What is registered, in order; a Set keeps removal cheap and exact. */
const registered = shallowReactive(new Set<Command>())

/** Registers commands; the returned function takes them back. */
export function register(commands: readonly Command[]): () => void {
  for (const command of commands) registered.add(command)
  return () => commands.forEach((command) => registered.delete(command))
}

/** Newest first, so that a screen's own command comes before the frame's with the same key. */
export const allCommands = computed<readonly Command[]>(() => {
  const seen = new Set<string>()
  return [...registered].reverse().filter(({ id }) => !seen.has(id) && seen.add(id))
})

/** What can be done with the active row of the list called `scope`, and on its screen: the context menu. */
export const rowCommands = (scope: string): readonly Command[] =>
  allCommands.value
    .filter((command) => command.scope === scope || (!command.scope && command.group === 'This screen'))
    .filter((command) => !command.keysOnly && canRun(command))
    .toReversed()

export const isOffered = ({ when }: Command): boolean => when?.() ?? true
export const canRun = (command: Command): boolean => isOffered(command) && command.blocked?.() === undefined

export type Match =
  | { readonly kind: 'run'; readonly command: Command }
  /** The strokes so far begin a longer key such as `g l`. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'none' }

/**
 * Finds what `strokes` mean while the focus is inside `scopes`. A command bound to a scope comes before one that is
 * not, what a screen does with a list before what every list answers, and a complete key before the beginning of a longer
 * one.
 */
export function match(commands: readonly Command[], strokes: readonly string[], scopes: ReadonlySet<string>): Match {
  const reachable = commands.filter(({ scope }) => !scope || scopes.has(scope))
  const startsWith = (written: string): boolean => strokes.every((stroke, at) => parseKeys(written)[at] === stroke)
  const candidates = reachable
    .flatMap((command) => (command.keys ?? []).filter(startsWith).map((keys) => ({ command, keys })))
    .filter(({ command }) => canRun(command))
  const complete = candidates.filter(({ keys }) => parseKeys(keys).length === strokes.length)
  const scoped = complete.filter(({ command }) => command.scope)
  const best = scoped.find(({ command }) => command.group !== 'Lists') ?? scoped[0] ?? complete[0]
  if (best) return { kind: 'run', command: best.command }
  return candidates.length > 0 ? { kind: 'pending' } : { kind: 'none' }
}
