import type { ReadOnly } from '../../store/read-only.ts'
import { allSources, lastEvent, sourcesBetween } from '../../store/suggestions/changed.ts'
import { suggestionFacts } from '../../store/suggestions/facts.ts'
import { highestSuggestion, keptSuggestions, type NewSuggestion } from '../../store/suggestions/kept.ts'
import { noDecisions } from '../suggest/decisions.ts'
import type { SourceFacts } from '../suggest/facts.ts'
import { createSuggester, type Suggestion } from '../suggest/suggester.ts'
import { decisionsIn } from './decisions.ts'
import { toldOf } from './told.ts'

/** Sources whose facts are read at once. */
const few = 200
/** Suggestions that are kept: the largest. */
const most = 500

export interface Follower {
  /**
   * Brings the suggestions up to date with the store: only with what came since the last time.
   * @param anew reads all again: what was stored before may be read in another way, or be gone.
   * @returns those there are now, largest first; `undefined` when nothing changed that could make them others.
   */
  look(anew: boolean): readonly NewSuggestion[] | undefined
}

export function createFollower({ reader }: Pick<ReadOnly, 'reader'>): Follower {
  const suggester = createSuggester({ suggestions: keptSuggestions(reader), highest: highestSuggestion(reader) })
  const addresses = new Map<number, string>()
  let reached: number | undefined
  let decided = JSON.stringify(noDecisions)

  function* factsOf(ids: readonly number[]): Generator<SourceFacts> {
    for (let at = 0; at < ids.length; at += few) yield* suggestionFacts(reader, ids.slice(at, at + few))
  }
  /** @returns whether any source is another one, new or gone. */
  const follow = (anew: boolean): boolean => {
    const last = lastEvent(reader)
    const all = allSources(reader)
    const there = new Set(all.map(({ id }) => id))
    const gone = [...addresses].filter(([id]) => !there.has(id))
    const heard = anew || reached === undefined ? there : sourcesBetween(reader, reached, last)
    const changed = all.filter(({ id }) => heard.has(id) || !addresses.has(id))
    reached = last
    if (changed.length === 0 && gone.length === 0) return false
    for (const [id] of gone) addresses.delete(id)
    for (const { id, address } of changed) addresses.set(id, address)
    suggester.update(
      factsOf(changed.map(({ id }) => id)),
      gone.map(([, address]) => address),
    )
    return true
  }
  /** Decisions group all anew, so that they are told only when they are others. @returns whether they are. */
  const decide = (): boolean => {
    const decisions = decisionsIn(reader)
    const now = JSON.stringify(decisions)
    if (now === decided) return false
    decided = now
    suggester.decide(decisions)
    return true
  }
  return {
    look: (anew) => {
      const changes = [follow(anew), decide()]
      return changes.includes(true) ? suggester.suggestions().slice(0, most).map(keptOf) : undefined
    },
  }
}

const keptOf = (suggestion: Suggestion): NewSuggestion => ({
  ...{ id: suggestion.id, sources: suggestion.sources, told: JSON.stringify(toldOf(suggestion)) },
})
