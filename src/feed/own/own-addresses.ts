import { parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { networkIndex, type NetworkIndex } from '../../contract/ledger/network-index.ts'
import type { StoredConsole } from '../ledger/consoles.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { Subscribers } from '../subscribers/subscribers.ts'
import type { Consoles } from './consoles.ts'
import { machineAddresses } from './machine.ts'
import { standing, type OwnNetwork } from './place.ts'

/**
 * What is ours although nobody configured it: this machine, subscribers where they pull from, consoles and their sensors
 * where the team's keys say they are. Banning one of these would cut off those whom the feed is for.
 *
 * Nobody protects an address without a key: an attacker has none, and a request with an unknown one is remembered
 * nowhere. Who has one protects four hosts with a subscriber's, one host and 256 sensors with an analyst's, who could as
 * well whitelist them. It takes nothing off the list: a stolen key must not be able to un-ban.
 */
export type OwnAddresses = (network: Network) => readonly OwnNetwork[]

export interface OwnOptions {
  readonly subscribers: Subscribers
  readonly consoles: Consoles
  readonly state: Pick<LedgerState, 'people'>
  readonly now: () => number
}

interface Entry extends OwnNetwork {
  /** Does it count now? */
  readonly counts: () => boolean
}

export function createOwnAddresses({ subscribers, consoles, state, now }: OwnOptions): OwnAddresses {
  const machine = machineAddresses(now)
  let made: { readonly of: readonly unknown[]; readonly index: NetworkIndex<Entry> } | undefined

  const entries = (): readonly Entry[] => [
    ...machine().flatMap((address) => entryOf(address, 'an address of the feed itself', () => true)),
    ...subscribers.places().flatMap(({ name, places }) =>
      places.flatMap((place) => {
        const counts = (): boolean => standing(places, now()).includes(place)
        return entryOf(place.address, `where the subscriber “${name}” pulls from`, counts)
      }),
    ),
    ...consoles.all().flatMap((console) => consoleEntries(console, state, now)),
  ]
  const index = (): NetworkIndex<Entry> => {
    const of = [machine(), consoles.all(), subscribers.placesVersion()]
    if (!made || made.of.some((each, at) => each !== of[at])) made = { of, index: networkIndex(entries()) }
    return made.index
  }
  return (network) =>
    index()
      .overlapping(network)
      .filter(({ counts }) => counts())
}

/** A console that is silent for so long is gone, milliseconds; it speaks twice a day. */
const silentFor = 90 * 86_400_000

function consoleEntries(
  { key, address, sensors, at }: StoredConsole,
  { people }: OwnOptions['state'],
  now: () => number,
): readonly Entry[] {
  const name = (): string => people.get(key)?.name ?? ''
  const admitted = (): boolean => now() - at < silentFor && people.get(key)?.state === 'admitted'
  // Who may not put anything on the whitelist may not do so by calling it a sensor.
  const trusted = (): boolean => admitted() && people.get(key)?.roles.includes('analyst') === true
  return [
    ...(address === null ? [] : entryOf(address, `where the console of ${name()} is`, admitted)),
    ...sensors.flatMap((sensor) => entryOf(sensor, `a sensor of the console of ${name()}`, trusted)),
  ]
}

function entryOf(address: string, words: string, counts: () => boolean): readonly Entry[] {
  const network = parseNetwork(address)
  return network ? [{ network, words, counts }] : []
}
