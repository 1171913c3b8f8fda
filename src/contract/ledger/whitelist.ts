import { overlaps, parseNetwork, type Network } from './address.ts'
import type { Seen } from './intents/ban.ts'
import type { Mode, WhitelistAddition } from './intents/whitelist.ts'

/** What an entry may be about: an address or range, and what was seen of it. */
export interface Candidate {
  readonly network: Network
  readonly seen?: Seen | undefined
}

export const modeOf = ({ mode = 'block' }: Pick<WhitelistAddition, 'mode'>): Mode => mode

/** Does the entry forbid bans, or only ask for a second look? */
export const forbids = (addition: Pick<WhitelistAddition, 'mode'>): boolean => modeOf(addition) !== 'inform'

/** @returns what is wrong with an entry's value, in words. */
export function whitelistFault({
  value,
  match = 'network',
}: Pick<WhitelistAddition, 'value' | 'match'>): string | undefined {
  if (match === 'network') return networkFault(value)
  if (match === 'asn') return /^AS[1-9]\d{0,9}$/.test(value) ? undefined : 'write an autonomous system as AS64500'
  if (match === 'number')
    return /^\+?\d{2,32}\*?$/.test(value) ? undefined : 'write a number in digits; * stands for its rest'
  return value.trim() === value ? undefined : 'write the user agent as it is sent; * stands for its rest'
}

function networkFault(value: string): string | undefined {
  const network = parseNetwork(value)
  if (!network) return `${JSON.stringify(value)} is neither an address nor a CIDR range`
  return network.text === value ? undefined : `write it as ${network.text}`
}

/** @returns a test for `addition`, ready for many candidates. Case counts nowhere; a range counts whole if any part does. */
export function whitelistTest({
  value,
  match = 'network',
}: Pick<WhitelistAddition, 'value' | 'match'>): (of: Candidate) => boolean {
  switch (match) {
    case 'network': {
      const listed = parseNetwork(value)
      return ({ network }) => listed !== undefined && overlaps(listed, network)
    }
    case 'asn':
      return ({ seen }) => seen?.asn !== undefined && `AS${seen.asn}` === value
    case 'user-agent':
      return ({ seen }) => seen?.userAgents?.some(textTest(value)) === true
    case 'number':
      return ({ seen }) => seen?.numbers?.some(textTest(value)) === true
  }
}

/** For what an entry says of user agents and numbers. */
export function textTest(value: string): (text: string) => boolean {
  const wanted = value.toLowerCase()
  if (!wanted.endsWith('*')) return (text) => text.toLowerCase() === wanted
  const start = wanted.slice(0, -1)
  return (text) => text.toLowerCase().startsWith(start)
}
