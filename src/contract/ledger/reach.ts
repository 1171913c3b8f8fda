import { z } from 'zod'

/**
 * Which of the public clients a subscriber uses, as its requests tell. It decides what the client does with an address
 * that the feed lists no longer (docs/subscribers.md).
 */
export const clientFamilies = {
  'apiban-v1': 'APIBAN Go client (iptables)',
  'apiban-v2': 'APIBAN Go client (nftables, iptables or fail2ban)',
  kamailio: 'Kamailio',
  opensips: 'OpenSIPS',
  bash: 'APIBAN shell script',
  jambonz: 'jambonz',
  intuitive: 'Intuitive Labs client',
  crowdsec: 'CrowdSec bouncer',
  'timed-list': 'ipset or nftables list',
  list: 'plain list',
  taxii: 'TAXII client',
  misp: 'MISP',
  unknown: 'unknown client',
} as const
export type ClientFamily = keyof typeof clientFamilies

export const clientFamily = z.enum(Object.keys(clientFamilies) as [ClientFamily, ...ClientFamily[]])

/** What ends the block at a subscriber that has the address: a time, its next pull, nothing that we know of. */
export const blockEnds = ['at-a-time', 'at-next-pull', 'never', 'unknown'] as const

const subscriberReach = z.object({
  id: z.string(),
  name: z.string(),
  families: z.array(clientFamily),
  state: z.enum(['has', 'has-not', 'unknown']),
  lastPull: z.number().optional(),
  /** When its key was taken, UTC milliseconds: it is told nothing since, but blocks on. */
  removedAt: z.number().optional(),
  /** It has a key, and has not pulled for 24 hours. */
  stale: z.boolean(),
  /** Only where it has the address, or may have it. */
  ends: z.enum(blockEnds).optional(),
  /** UTC milliseconds: after this it blocks the address no more, provided it runs at all. */
  latest: z.number().optional(),
})
export type SubscriberReach = z.infer<typeof subscriberReach>

/**
 * `GET /ledger/reach?ban=ID`: who has the address of a ban, and how long a block can outlive a revoke made now. Of
 * those whose key was taken only who may have it.
 */
export const banReach = z.object({
  ban: z.string(),
  subscribers: z.array(subscriberReach),
})
export type BanReach = z.infer<typeof banReach>

/** @returns how many may still block the address, and until when at the latest; no time when one of them has none. */
export function summedReach({ subscribers }: BanReach): { readonly mayBlock: number; readonly latest?: number } {
  const may = subscribers.filter(({ state }) => state !== 'has-not')
  const times = may.flatMap(({ latest }) => latest ?? [])
  return {
    mayBlock: may.length,
    ...(may.length > 0 && times.length === may.length ? { latest: Math.max(...times) } : {}),
  }
}
