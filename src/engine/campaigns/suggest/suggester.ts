import { isRejected, noDecisions, type Decisions } from './decisions.ts'
import { explain, type Explanation } from './explain.ts'
import type { SourceFacts } from './facts.ts'
import { grow } from './grow.ts'
import { createIdentities, type Identified } from './identity.ts'
import { joinByPairs } from './joins.ts'
import { population } from './kinds.ts'
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
   * Takes in what changed and groups anew what is known. What it answers depends on the facts and decisions alone,
   * not on the order in which they came; only the ids remember.
   * @param changed sources that are new or have new facts, whole.
   */
  update(changed: Iterable<SourceFacts>, gone?: Iterable<string>): void
  decide(decisions: Decisions): void
  /** Largest first. Explained when asked for, as far as asked for. */
  suggestions(): readonly Suggestion[]
  /** All groups of two sources and more, whatever was decided about them; addresses sorted, largest group first. */
  groups(): readonly (readonly string[])[]
}

export function createSuggester(): Suggester {
  const postings = createPostings()
  const identify = createIdentities()
  let decisions = noDecisions
  let identified: readonly Identified[] = []
  const regroup = (): void => {
    identified = identify(groupsOf(postings, decisions))
  }
  return {
    update: (changed, gone = []) => {
      for (const address of gone) postings.remove(address)
      for (const facts of changed) postings.set(facts)
      regroup()
    },
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

function groupsOf(postings: Postings, { campaigns }: Decisions): readonly (readonly number[])[] {
  const among = population(postings.size)
  const together = campaigns.map(({ sources }) => sources.flatMap((source) => postings.idOf(source) ?? []))
  const union = joinByPairs(postings, among, together)
  grow(postings, among, union)
  const groups = [...Map.groupBy(postings.addresses.keys(), union.find).values()]
  const first = (members: readonly number[]): number => union.find(members[0] ?? 0)
  return groups
    .filter(({ length }) => length > 1)
    .sort((a, b) => b.length - a.length || union.order(first(a), first(b)))
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
