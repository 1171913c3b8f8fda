import type { BanDraft } from '../../contract/console/bans.ts'
import type { WhitelistEntry, WhitelistVerdict } from '../../contract/console/whitelist.ts'
import { contains, overlaps, type Network } from '../../contract/ledger/address.ts'
import type { Seen } from '../../contract/ledger/intents/ban.ts'
import { shownState } from '../../contract/ledger/life/ban.ts'
import { forbids, whitelistTest } from '../../contract/ledger/whitelist.ts'
import { draftBan, requireNetwork } from '../blacklist/proposing/draft.ts'
import type { Reading } from '../readers/reading.ts'
import { bansAtRisk } from '../store/bans-at-risk.ts'
import { standingEntries } from './entries.ts'

/** More would be a list, not an answer. */
const mostBans = 100

/**
 * What would become of an address that somebody proposed now, by the very draft that a proposal begins with.
 * @throws RpcError `bad-request` when `text` is neither an address nor a range
 */
export function testAddress(text: string, reading: Reading): WhitelistVerdict {
  const network = requireNetwork(text)
  const draft = draftBan(text, reading)
  const entries = entriesOn(network, draft.seen, reading)
  const bans = bansOn(network, reading)
  const found = {
    address: network.text,
    proposal: proposalOf(draft),
    hidden: entries.some(({ mode, state }) => mode === 'hide' && state === 'active'),
    listed: bans.some(({ state, covers }) => state === 'published' && covers),
  }
  const reasons = reasonsOf(draft)
  return {
    ...{ ...found, sentence: sentence(found, reasons[0]?.code), reasons, entries, seen: seenCounts(draft) },
    bans: bans.slice(0, mostBans).map(({ id, address, state }) => ({ id, address, state })),
  }
}

function proposalOf({ refusals, concerns }: BanDraft): WhitelistVerdict['proposal'] {
  if (refusals.length > 0) return 'refused'
  return concerns.length > 0 ? 'confirmed' : 'taken'
}

/** What asks for a second look counts for nothing where there is none to be had; entries that do are told all the same. */
const reasonsOf = ({ refusals, concerns }: BanDraft): WhitelistVerdict['reasons'] =>
  [...refusals, ...concerns.filter(({ code }) => refusals.length === 0 || code === 'informed')].map(
    ({ code, message }, at) => ({ code, words: message, decides: at === 0 }),
  )

const seenCounts = ({
  messages,
  seen: { asn, userAgents = [], numbers = [] },
}: BanDraft): WhitelistVerdict['seen'] => ({
  ...{ messages, userAgents: userAgents.length, numbers: numbers.length },
  ...(asn === undefined ? {} : { asn }),
})

/** Those in force first, of them those that forbid. */
const entriesOn = (network: Network, seen: Seen, reading: Reading): readonly WhitelistEntry[] =>
  standingEntries(reading, reading.now())
    .filter((entry) => whitelistTest(entry)({ network, seen }))
    .sort((a, b) => weightOf(b) - weightOf(a))

const weightOf = (entry: WhitelistEntry): number => Number(entry.state === 'active') * 2 + Number(forbids(entry))

const bansOn = (network: Network, { reader, now }: Reading) =>
  bansAtRisk(reader, (its) => overlaps(its, network))
    .filter(({ ban }) => !(ban.state === 'published' && isOver(ban, now())))
    .map(({ ban: { id, state }, network: its }) => ({
      ...{ id, address: its.text, covers: contains(its, network) },
      state: shownState(state),
    }))

const isOver = ({ expiresAt = Infinity }: { readonly expiresAt?: number | undefined }, now: number): boolean =>
  expiresAt <= now

const becauseOf: Readonly<Record<string, string>> = {
  'refused-range': 'it is in a range that nobody may ban',
  'too-wide': 'it is too wide a range',
  whitelisted: 'it is whitelisted',
  duplicate: 'it is banned, or about to be, already',
  forbidden: 'it never proved that it receives our answers',
}

function sentence(
  { address, proposal, hidden, listed }: Omit<WhitelistVerdict, 'sentence' | 'reasons' | 'entries' | 'bans' | 'seen'>,
  code: string | undefined,
): string {
  const first = {
    refused: `${address} would not be banned: ${becauseOf[code ?? ''] ?? 'the feed refuses it'}.`,
    confirmed: `${address} could be banned, after a second look: it must be typed again.`,
    taken: `${address} could be banned: nothing speaks against it.`,
  }[proposal]
  const standing = [
    ...(listed ? ['It is on the list now.'] : []),
    ...(hidden ? ['Live leaves it out of its top attackers.'] : []),
  ]
  return [first, ...standing].join(' ')
}
