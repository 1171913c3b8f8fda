import type { AttackingAgain, WatchFound } from '../../../contract/console/proposing.ts'
import { isHost, overlaps, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import type { BanExtension } from '../../../contract/ledger/intents/ban.ts'
import type { Reading } from '../../readers/reading.ts'
import { verdictOf } from '../../sources/verdict.ts'
import { endingBans, revokedSince, wasDenied, type EndingBan } from '../../store/ending-bans.ts'
import { activeSince, heardSince, mostHeard } from '../../store/heard-since.ts'
import { addressesInside } from '../../store/network-sources.ts'
import { nextDuration } from './durations.ts'
import { evidenceOf, ledgerEvidence } from './evidence.ts'
import { subjectOf } from './subject.ts'

const day = 86_400_000
/** More time is proposed in the last day of a ban: before, there is nothing to decide. */
const ahead = day
/** After a person decided otherwise, nothing is proposed by itself for so long; the feed's own rule for bans. */
const cooldown = day
/** Told of in one go; the next look finds the others. */
const most = 50
/** Sources of a range that evidence is taken from. */
const shown = 4

/**
 * Published bans in their last day whose addresses attacked after they came onto the list, each with the extension to
 * propose. By indexes alone: bans by their end, sources by their address.
 */
export function attackingAgain(reading: Reading): WatchFound {
  const { reader, now } = reading
  const time = now()
  const ending = endingBans(reader, time, time + ahead)
  if (ending.length === 0) return { ending: 0, again: [] }
  const revoked = revokedSince(reader, time - cooldown).flatMap((text) => parseNetwork(text) ?? [])
  const again: AttackingAgain[] = []
  for (const ban of ending) {
    const network = parseNetwork(ban.address)
    if (!network || revoked.some((other) => overlaps(other, network))) continue
    const active = attackers(network, ban, reading)
    if (active.length === 0 || wasDenied(reader, ban.id, time - cooldown)) continue
    again.push({ ban: ban.id, extension: extensionOf(ban, network, active, reading) })
    if (again.length === most) break
  }
  return { ending: ending.length, again }
}

/** Heard since it was published, and no harmless ones. */
function attackers(network: Network, { publishedAt }: EndingBan, { reader }: Reading): readonly string[] {
  const all = isHost(network) ? [network.text] : addressesInside(reader, network)
  return activeSince(reader, all, publishedAt).filter((address) => verdictOf(reader, address)?.severity !== 'benign')
}

function extensionOf(
  { publishedAt, duration }: EndingBan,
  network: Network,
  active: readonly string[],
  { reader }: Reading,
): BanExtension {
  const { messages, dialogs, sensors } = subjectOf(reader, network, (source) => verdictOf(reader, source))
  const heard = active.map((address) => heardSince(reader, address, publishedAt))
  return {
    reason: reasonOf(
      heard.reduce((sum, each) => sum + each.messages, 0),
      Math.max(...heard.map(({ last = 0 }) => last)),
    ),
    duration: nextDuration(duration),
    counts: { messages, dialogs, sensors },
    evidence: ledgerEvidence(evidenceOf(reader, active.slice(0, shown), publishedAt)),
    automatic: true,
  }
}

function reasonOf(messages: number, last: number): string {
  const many =
    messages >= mostHeard ? `${mostHeard} messages or more` : `${messages} message${messages === 1 ? '' : 's'}`
  const time = new Date(last).toISOString().slice(0, 19).replace('T', ' ')
  return `It attacked again after it was published: ${many}, the last at ${time} UTC.`
}
