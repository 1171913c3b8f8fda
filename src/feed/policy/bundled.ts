import { bundledEntries, bundledReasons, type BundledEntry } from '../../contract/ledger/bundled.ts'
import type { Network } from '../../contract/ledger/address.ts'
import type { BanRules } from './judging.ts'

const entriesFor = (mode: 'block' | 'inform', { bundled }: BanRules, network: Network): readonly BundledEntry[] =>
  bundledEntries(network, bundled).filter(({ list }) => list.mode === mode)

export const forbiddingBundled = (rules: BanRules, network: Network): readonly BundledEntry[] =>
  entriesFor('block', rules, network)

/** @returns words for the lists that ask for a second look. */
export const informingBundled = (rules: BanRules, network: Network): readonly string[] =>
  bundledReasons(entriesFor('inform', rules, network))
