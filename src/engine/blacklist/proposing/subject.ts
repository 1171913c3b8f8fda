import type { Evidence } from '../../../contract/console/bans.ts'
import type { Proof, Verdict } from '../../../contract/console/vocabulary.ts'
import { isHost, type Network } from '../../../contract/ledger/address.ts'
import { rulesVersion } from '../../../sip/rules.ts'
import type { Reader } from '../../store/connection.ts'
import { addressesInside } from '../../store/network-sources.ts'
import { sensorShares } from '../../store/report-facts.ts'
import { proofOf, sourcesByAddress, type StoredSource } from '../../store/sources.ts'
import { evidenceOfHosts } from './evidence.ts'

/** What this console knows of an address, or of all that it saw inside a range. */
export interface BanSubject {
  /** Of a range, that of its least proven source. */
  readonly proof: Proof
  readonly verdict: Verdict
  readonly messages: number
  readonly dialogs: number
  readonly sensors: number
  readonly evidence: readonly Evidence[]
  /** Ids of the sources seen. */
  readonly sources: readonly number[]
}

/** Sources of a range that evidence is taken from: the busiest. */
const shown = 8

export function subjectOf(
  reader: Reader,
  network: Network,
  judge: (address: string) => Verdict | undefined,
): BanSubject {
  const addresses = isHost(network) ? [network.text] : addressesInside(reader, network)
  const sources = sourcesByAddress(reader, addresses)
  const sum = (pick: (source: StoredSource) => number): number => sources.reduce((all, each) => all + pick(each), 0)
  const ids = sources.map(({ id }) => id)
  const [weakest] = [...sources].sort((a, b) => a.proof - b.proof)
  return {
    proof: weakest ? proofOf(weakest) : 'unproven',
    verdict: verdictOn(sources, network, judge),
    messages: sum(({ messages }) => messages),
    dialogs: sum(({ dialogs }) => dialogs),
    sensors: sensorShares(reader, ids).length,
    evidence: evidenceOfHosts(reader, addresses.slice(0, shown)),
    sources: ids,
  }
}

const neverSeen: Verdict = { severity: 'unknown', sentence: 'Never seen here', reasons: [], rules: rulesVersion }

/** That of the gravest source. */
function verdictOn(
  sources: readonly StoredSource[],
  network: Network,
  judge: (address: string) => Verdict | undefined,
): Verdict {
  const [worst] = [...sources].sort((a, b) => a.severity - b.severity)
  const verdict = (worst && judge(worst.address)) ?? neverSeen
  if (!worst || isHost(network)) return verdict
  const who = sources.length === 1 ? 'One source' : `${sources.length} sources`
  return { ...verdict, sentence: `${who} of this range seen, the gravest ${worst.address}: ${verdict.sentence}` }
}
