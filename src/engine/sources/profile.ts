import type { SourceProfile } from '../../contract/console/sources.ts'
import type { WhitelistEntry } from '../../contract/console/whitelist.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import { whitelistTest } from '../../contract/ledger/whitelist.ts'
import { toolOfUserAgent } from '../../sip/tool/claimed.ts'
import { seenOf } from '../blacklist/proposing/seen.ts'
import { bansTouching } from '../blacklist/bans/touching.ts'
import type { Reading } from '../readers/reading.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import { fingerprintsOf, guessTotals } from '../store/guesses.ts'
import { hoursOf, quartersOf } from '../store/source-hours.ts'
import { classesOf, numbersOf, sensorsOf, toolsOf, usersOf, type StoredSource } from '../store/sources.ts'
import { standingEntries } from '../whitelist/entries.ts'
import { findSource, unseen } from './find.ts'
import { areWholeHours, hoursOfDay } from './hours.ts'
import { shownNumbers } from './numbers.ts'
import { sourceRows } from './rows.ts'
import { withSystems } from './systems.ts'
import { judgeSource, shortVerdict } from './verdict.ts'

export function profileOf(reading: Reading, text: string): SourceProfile {
  const { reader } = reading
  const source = findSource(reader, text)
  const judged = judgeSource(reader, source)
  const [row] = withSystems(reading, sourceRows(reading, [source]))
  if (!row) throw unseen(text)
  const bans = bansTouching(reading, [source.address])
  const ban = bans.find(({ state }) => state === row.ban) ?? bans[0]
  const whitelist = entryFor(reading, source)
  return {
    source: row,
    verdict: shortVerdict(judged),
    behaviours: judged.behaviours,
    classes: classesOf(reader, source.id),
    numbers: shownNumbers(numbersOf(reader, [source.id])),
    tools: toolsOf(reader, source.id).map((row) => ({ ...row, claimed: toolOfUserAgent(row.userAgent) })),
    fingerprints: fingerprintsOf(reader, source.id),
    guesses: guessTotals(reader, source.id),
    sensors: sensorRows(reader, source.id),
    users: usersOf(reader, source.id),
    ...timeToInvite(source),
    peakPerSecond: source.peak,
    ...(ban === undefined ? {} : { ban }),
    ...(whitelist === undefined ? {} : { whitelist }),
  }
}

function sensorRows(reader: Reader, source: number): SourceProfile['sensors'] {
  const hours = Map.groupBy(hoursOf(reader, source), ({ sensor }) => sensor)
  const stored = sensorsOf(reader, source)
  const fine = stored.some(({ sensor, zone }) => !areWholeHours(hours.get(sensor) ?? [], zone))
  const counts = fine ? Map.groupBy(quartersOf(reader, source), ({ sensor }) => sensor) : hours
  return stored.map(({ sensor, zone, messages, firstSeen, lastSeen }) => ({
    sensor,
    messages,
    firstSeen: toMilliseconds(firstSeen),
    lastSeen: toMilliseconds(lastSeen),
    hours: hoursOfDay(counts.get(sensor) ?? [], zone),
  }))
}

function timeToInvite({ firstInvite, firstSeen }: StoredSource): { readonly timeToInvite?: number } {
  return firstInvite === null ? {} : { timeToInvite: toMilliseconds(firstInvite - firstSeen) }
}

/** By its address, or by what it showed. */
function entryFor(reading: Reading, { id, address }: StoredSource): WhitelistEntry | undefined {
  const network = parseNetwork(address)
  const active = standingEntries(reading, reading.now()).filter(({ state }) => state === 'active')
  if (!network || active.length === 0) return undefined
  const seen = seenOf(reading, network, [id])
  return active.find((entry) => whitelistTest(entry)({ network, seen }))
}
