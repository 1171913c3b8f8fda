import { isRejected, noDecisions, type Decisions } from './decisions.ts'
import { explain, type Explanation } from './explain.ts'
import type { SourceFacts } from './facts.ts'
import { groupAll, groupChanged } from './grouping.ts'
import { createIdentities, type Identified, type Numbered } from './identity.ts'
import { population } from './kinds.ts'
import { byMark, createPartition, type Partition } from './partition.ts'
import { createPostings, type Postings } from './postings.ts'

/** Sources that belong together for all that is known of them. */
export interface Suggestion extends Explanation {
  /** The same from one update to the next while most of it stays together. */
  readonly id: number
  /** Addresses, sorted. */
  readonly sources: readonly string[]
  /** Campaigns that some of its sources are in: it would add to one, or join several. */
  readonly campaigns: readonly string[]
  /** Ids of suggestions that became part of it with this update, and of the one that it left. */
  readonly mergedFrom: readonly number[]
  readonly splitFrom: number | undefined
}

export interface Suggester {
  /**
   * Takes in what changed, and groups that: what has nothing to do with it stays as it is. Once there are a fifth more
   * sources than when all were grouped, all are grouped anew.
   * @param changed sources that are new or have new facts, whole.
   */
  update(changed: Iterable<SourceFacts>, gone?: Iterable<string>): void
  /**
   * Groups all anew. What it answers then depends on the facts and decisions alone, not on the order in which they came;
   * only the ids remember.
   */
  regroup(): void
  /** Groups all anew as well. */
  decide(decisions: Decisions): void
  /** Largest first. Explained when asked for, as far as asked for. */
  suggestions(): readonly Suggestion[]
  /** All groups of two sources and more, whatever was decided about them; addresses sorted, largest group first. */
  groups(): readonly (readonly string[])[]
}

/** What was suggested before the engine was started, and the highest id ever given. */
export interface Remembered {
  readonly suggestions: readonly { readonly id: number; readonly sources: readonly string[] }[]
  readonly highest: number
}

export function createSuggester(remembered: Remembered = { suggestions: [], highest: 0 }): Suggester {
  const postings = createPostings()
  /** Made when the first sources are known. */
  let identify: ReturnType<typeof createIdentities> | undefined
  const numbered = (): readonly Numbered[] =>
    remembered.suggestions.map(({ id, sources }) => ({ id, members: idsOf(sources) }))
  const idsOf = (sources: readonly string[]): readonly number[] => sources.flatMap((one) => postings.idOf(one) ?? [])
  let decisions = noDecisions
  let identified: readonly Identified[] = []
  let partition = createPartition(postings)
  const campaigns = (): readonly (readonly number[])[] => decisions.campaigns.map(({ sources }) => idsOf(sources))
  /** Sources there were when all were grouped, in steps. */
  let among = 0
  const identifyAll = (): void => {
    identify ??= createIdentities(numbered(), remembered.highest)
    identified = identify(groupsOf(partition))
  }
  const regroup = (): void => {
    among = population(postings.size)
    partition = groupAll(postings, among, campaigns())
    identifyAll()
  }
  return {
    update: (changed, gone = []) => {
      for (const address of gone) postings.remove(address, partition.take)
      const ids = Array.from(changed).flatMap((facts) => postings.set(facts, partition.take) ?? [])
      if (population(postings.size) !== among) return regroup()
      groupChanged(postings, among, partition, ids, campaigns())
      identifyAll()
    },
    regroup,
    decide: (made) => {
      decisions = made
      regroup()
    },
    suggestions: () => identified.flatMap((group) => suggestionOf(postings, decisions, group)),
    groups: () => identified.map(({ members }) => addressesOf(postings, members)),
  }
}

const addressesOf = ({ addresses }: Postings, members: readonly number[]): readonly string[] =>
  members.map((member) => addresses[member] ?? '').sort()

function groupsOf({ groups }: Partition): readonly (readonly number[])[] {
  const inOrder = [...groups].sort((a, b) => b.members.size - a.members.size || byMark(a, b))
  return inOrder.map(({ members }) => [...members])
}

/** None when everything in it was decided about. */
function suggestionOf(postings: Postings, decisions: Decisions, group: Identified): readonly Suggestion[] {
  const known = addressesOf(postings, group.members)
  const within = new Set(known)
  const touched = decisions.campaigns.filter(({ sources }) => sources.some((source) => within.has(source)))
  const campaigns = touched.map(({ id }) => id)
  const out = new Set(
    decisions.detached.filter(({ campaign }) => campaigns.includes(campaign)).map((one) => one.source),
  )
  const sources = known.filter((source) => !out.has(source))
  const decided = new Set(touched.flatMap((campaign) => campaign.sources))
  if (sources.length < 2 || (touched.length === 1 && sources.every((source) => decided.has(source)))) return []
  const members = sources.flatMap((source) => postings.idOf(source) ?? [])
  const explanation = explain(postings, members, population(postings.size))
  if (isRejected(decisions, sources, explanation.signature)) return []
  const { id, mergedFrom, splitFrom } = group
  return [{ id, sources, campaigns, mergedFrom, splitFrom, ...explanation }]
}
