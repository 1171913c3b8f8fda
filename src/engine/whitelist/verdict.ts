import type { WhitelistEntry, WhitelistVerdict } from '../../contract/console/whitelist.ts'
import { contains, overlaps, type Network } from '../../contract/ledger/address.ts'
import type { Seen } from '../../contract/ledger/intents/ban.ts'
import { forbids, whitelistTest } from '../../contract/ledger/whitelist.ts'
import { draftBan, requireNetwork } from '../blacklist/draft.ts'
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
  const { refusals, concerns, seen, messages } = draftBan(text, reading)
  const entries = entriesOn(network, seen, reading)
  const bans = bansOn(network, reading)
  const { code } = refusals[0] ?? concerns[0] ?? {}
  const found = {
    address: network.text,
    proposal:
      refusals.length > 0 ? ('refused' as const) : concerns.length > 0 ? ('confirmed' as const) : ('taken' as const),
    hidden: entries.some(({ mode, state }) => mode === 'hide' && state === 'active'),
    listed: bans.some(({ state, covers }) => state === 'published' && covers),
  }
  return {
    ...found,
    sentence: sentence(found, code),
    reasons: [...refusals, ...concerns].map((reason, at) => ({
      code: reason.code,
      words: reason.message,
      decides: at === 0,
    })),
    entries,
    bans: bans.slice(0, mostBans).map(({ id, address, state }) => ({ id, address, state })),
    seen: {
      ...{ messages, userAgents: seen.userAgents?.length ?? 0, numbers: seen.numbers?.length ?? 0 },
      ...(seen.asn === undefined ? {} : { asn: seen.asn }),
    },
  }
}

/** Those that forbid first. */
const entriesOn = (network: Network, seen: Seen, reading: Reading): readonly WhitelistEntry[] =>
  standingEntries(reading, reading.now())
    .filter((entry) => whitelistTest(entry)({ network, seen }))
    .sort((a, b) => Number(forbids(b)) - Number(forbids(a)))

const bansOn = (network: Network, { reader, now }: Reading) =>
  bansAtRisk(reader)
    .filter(({ ban, network: its }) => overlaps(its, network) && !(ban.state === 'published' && isOver(ban, now())))
    .map(({ ban: { id, state }, network: its }) => ({
      ...{ id, address: its.text, covers: contains(its, network) },
      state: state === 'approved' ? ('held' as const) : state,
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
  const standing = [...(listed ? ['It is on the list now.'] : []), ...(hidden ? ['Lists hide it.'] : [])]
  return [first, ...standing].join(' ')
}
