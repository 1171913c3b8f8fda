import type { Confidence } from '../../../contract/console/vocabulary.ts'
import type { NumberDialled } from '../../../contract/console/sources.ts'

const surestFirst: readonly Confidence[] = ['high', 'medium', 'low']

/** How sure it is that the core is a number: one form that is read surely says so for all of them. */
export const confidenceOf = ({ prefixes }: NumberDialled): Confidence =>
  surestFirst.find((confidence) => prefixes.some((entry) => entry.confidence === confidence)) ?? 'low'
