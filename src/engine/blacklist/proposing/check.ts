import type { Concern } from '../../../contract/console/bans.ts'
import type { BulkCheck, RefusedAddress } from '../../../contract/console/proposing.ts'
import { isHost, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import { mostUnreviewed } from '../../../contract/ledger/review.ts'
import type { Reading } from '../../readers/reading.ts'
import { addressesInside } from '../../store/network-sources.ts'
import { proofOf, sourcesByAddress, type StoredSource } from '../../store/sources.ts'
import { assessor, type Assessment } from './assess.ts'
import { seenOf } from './seen.ts'

/** Sources looked up at once. */
const few = 500

/** What would come of proposing all of these in one act. Evidence is not looked at, so ten thousand take a moment. */
export function checkMany(texts: readonly string[], reading: Reading): BulkCheck {
  const { networks, faults } = canonical(texts)
  const assess = assessor(reading)
  const sources = sourcesOf(networks, reading)
  const refused: RefusedAddress[] = [...faults]
  const free: string[] = []
  const found: Assessment[] = []
  for (const network of networks) {
    const seen = sources.get(network) ?? []
    const [weakest] = [...seen].sort((a, b) => a.proof - b.proof)
    const assessment = assess({
      network,
      proof: weakest ? proofOf(weakest) : 'unproven',
      messages: seen.reduce((sum, { messages }) => sum + messages, 0),
      seen: () =>
        seenOf(
          reading,
          network,
          seen.map(({ id }) => id),
        ),
    })
    const [refusal] = assessment.refusals
    if (refusal) refused.push({ address: network.text, ...refusal })
    else {
      free.push(network.text)
      found.push(assessment)
    }
  }
  return { free, refused, concerns: concernsOf(found), notes: notesOf(found) }
}

/** Each once. */
function canonical(texts: readonly string[]): { networks: readonly Network[]; faults: readonly RefusedAddress[] } {
  const networks = new Map<string, Network>()
  const faults: RefusedAddress[] = []
  for (const text of texts) {
    const network = parseNetwork(text)
    if (network) networks.set(network.text, network)
    else faults.push({ address: text, code: 'bad-request', message: 'This is neither an address nor a CIDR range.' })
  }
  return { networks: [...networks.values()], faults }
}

function sourcesOf(networks: readonly Network[], { reader }: Reading): ReadonlyMap<Network, readonly StoredSource[]> {
  const found = new Map<Network, readonly StoredSource[]>()
  const hosts = networks.filter(isHost)
  for (let at = 0; at < hosts.length; at += few) {
    const some = hosts.slice(at, at + few)
    const rows = sourcesByAddress(
      reader,
      some.map(({ text }) => text),
    )
    const byAddress = new Map(rows.map((row) => [row.address, row]))
    for (const host of some) {
      const row = byAddress.get(host.text)
      if (row) found.set(host, [row])
    }
  }
  for (const range of networks.filter((each) => !isHost(each)))
    found.set(range, sourcesByAddress(reader, addressesInside(reader, range)))
  return found
}

const inWords: Readonly<Record<string, (many: number) => string>> = {
  unproven: (many) => `${many} of them never proved that they receive our answers: these addresses may be forged.`,
  unseen: (many) => `Of ${many} of them this console holds no message.`,
  wide: (many) => `${many} of them are wide ranges, which may hit others than the attackers.`,
}
/** Entries named; the others are counted. */
const mostNamed = 5

function concernsOf(found: readonly Assessment[]): readonly Concern[] {
  const byCode = Map.groupBy(
    found.flatMap(({ concerns }) => concerns),
    ({ code }) => code,
  )
  const told = [...byCode].flatMap(([code, concerns]): readonly Concern[] => {
    const words = inWords[code]
    if (words) return [{ code, message: words(concerns.length) }]
    const rest = concerns.length - mostNamed
    const more = rest > 0 ? [{ code, message: `${rest} more are on a whitelist that asks for a second look.` }] : []
    return [...concerns.slice(0, mostNamed), ...more]
  })
  const many = found.length > mostUnreviewed ? [{ code: 'bulk', message: `${found.length} are proposed at once.` }] : []
  return [...many, ...told]
}

function notesOf(found: readonly Assessment[]): readonly Concern[] {
  const many = found.filter(({ notes }) => notes.some(({ code }) => code === 'not-enforced')).length
  if (many === 0) return []
  const message = `${many} of them are ranges or IPv6: APIBAN v1 and v2 clients will not block these.`
  return [{ code: 'not-enforced', message }]
}
