import type { SipMessage } from '../message/message.ts'
import { structureOf, type Structure } from '../fingerprint/structure.ts'
import { compileMatcher, type Test } from './matcher.ts'
import { toolTable, type Feature, type Label, type Signature } from './table.ts'
import type { ToolId } from './tool.ts'

/** Which program the structure of a message shows, and by what. */
export interface Match {
  readonly tool: ToolId
  readonly program: string
  readonly versions: string
  /** Sum of the weights of its features. */
  readonly score: number
  /** Heaviest first. */
  readonly features: readonly Feature[]
}

/** Weights are given so that this much no other known program reaches by chance. */
export const certainScore = 100
/** Less than this says nothing. */
export const likelyScore = 60

interface CompiledFeature {
  readonly feature: Feature
  readonly test: Test
  /** What the features from this one on can still add. */
  readonly left: number
}

interface Compiled {
  readonly tool: ToolId
  readonly signature: Signature
  readonly features: readonly CompiledFeature[]
  readonly programs: readonly (readonly [string, Test])[]
  readonly versions: readonly (readonly [string, Test])[]
}

const compiled: readonly Compiled[] = toolTable.flatMap(({ id, signatures }) =>
  signatures.map((signature) => ({
    tool: id,
    signature,
    features: compileFeatures(signature.features),
    programs: signature.programs.map(compileLabel),
    versions: signature.versionsBy.map(compileLabel),
  })),
)

function compileLabel(label: Label): readonly [string, Test] {
  return [label.label, compileMatcher(label)]
}

/** The heaviest first, so that a signature that cannot be reached any more is given up early. */
function compileFeatures(features: readonly Feature[]): readonly CompiledFeature[] {
  const sorted = features.toSorted((one, other) => other.weight - one.weight)
  return sorted.map((feature, at) => ({
    feature,
    test: compileMatcher(feature),
    left: sorted.slice(at).reduce((sum, { weight }) => sum + weight, 0),
  }))
}

/** What follows from a structure is worked out once; a structure that is forgotten takes it along. */
const known = new WeakMap<Structure, Match | 'none'>()
let lastStructure: Structure | undefined
let lastMatch: Match | undefined

/** Requests only: an answer repeats the branch and tags of whoever asked. */
export function matchOf(message: SipMessage): Match | undefined {
  if (message.start?.kind !== 'request') return undefined
  const structure = structureOf(message)
  return structure && matchOfStructure(structure)
}

export function matchOfStructure(structure: Structure): Match | undefined {
  if (structure === lastStructure) return lastMatch
  let match = known.get(structure)
  if (match === undefined) {
    match = best(structure) ?? 'none'
    known.set(structure, match)
  }
  lastStructure = structure
  lastMatch = match === 'none' ? undefined : match
  return lastMatch
}

/** Of several that reach as much, the first in the table. */
function best(structure: Structure): Match | undefined {
  let found: Match | undefined
  for (const candidate of compiled) {
    const match = matching(candidate, structure, found === undefined ? likelyScore : found.score + 1)
    if (match !== undefined) found = match
  }
  return found
}

function matching(candidate: Compiled, structure: Structure, least: number): Match | undefined {
  const features: Feature[] = []
  let score = 0
  for (const { feature, test, left } of candidate.features) {
    if (score + left < least) return undefined
    if (!test(structure)) continue
    score += feature.weight
    features.push(feature)
  }
  if (score < least) return undefined
  const { tool, signature, programs, versions } = candidate
  const label = (labels: Compiled['programs'], other: string): string =>
    labels.find(([, test]) => test(structure))?.[0] ?? other
  return {
    tool,
    program: label(programs, signature.program),
    versions: label(versions, signature.versions),
    score,
    features,
  }
}
