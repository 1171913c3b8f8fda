import { setTimeout as sleep } from 'node:timers/promises'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { RpcError } from '../../src/contract/rpc/error.ts'

/** What the console said it had taken: from then on it must happen, and only once. */
export interface Acknowledged {
  /** Ban and whitelist entry ids with their addresses. */
  readonly proposed: Map<string, string>
  readonly whitelisted: Map<string, string>
  readonly approved: Set<string>
  readonly revoked: Set<string>
  readonly removed: Set<string>
}

export interface Analyst {
  readonly acknowledged: Acknowledged
  /** What the console refused although nothing was wrong with it. */
  readonly troubles: readonly string[]
  /** The console came back: go on there. */
  use(client: ConsoleClient): void
  stop(): Promise<void>
}

const day = 86_400_000
const pauseMs = 40
/** Decisions under way at once. */
const hands = 4

/** Somebody who bans and whitelists without a rest. Every address is new, in public ranges that are data alone. */
export function startAnalyst(first: ConsoleClient): Analyst {
  const acknowledged: Acknowledged = {
    proposed: new Map(),
    whitelisted: new Map(),
    approved: new Set(),
    revoked: new Set(),
    removed: new Set(),
  }
  const troubles: string[] = []
  let client = first
  let working = true
  let decisions = 0
  const work = async (): Promise<void> => {
    while (working) {
      decisions += 1
      await decide(client, decisions, acknowledged).catch((error: unknown) => {
        if (!isCutOff(error)) troubles.push(String(error))
      })
      await sleep(pauseMs)
    }
  }
  const done = Promise.all(Array.from({ length: hands }, work))
  return {
    acknowledged,
    troubles,
    use: (next) => (client = next),
    stop: async () => {
      working = false
      await done
    },
  }
}

/** The console was killed meanwhile: nobody can say whether the call was taken. */
const isCutOff = (error: unknown): boolean => error instanceof RpcError && error.code === 'closed'

const reason = 'Dials through every prefix'

async function decide(client: ConsoleClient, at: number, told: Acknowledged): Promise<void> {
  const [high, low] = [Math.floor(at / 200), (at % 200) + 1]
  const address = `11.0.${high}.${low}`
  const ban = await client.call('ban.propose', { address, reason, duration: day, confirmation: address })
  told.proposed.set(ban.id, address)
  if (at % 4 !== 0) {
    await client.call('ban.approve', { id: ban.id })
    told.approved.add(ban.id)
  }
  if (at % 3 === 0) await revokeEarlier(client, told)
  if (at % 2 === 0) await whitelist(client, `12.0.${high}.${low}`, at % 4 === 0, told)
}

/** One that was approved a while ago; it may have been taken up by somebody else meanwhile. */
async function revokeEarlier(client: ConsoleClient, told: Acknowledged): Promise<void> {
  const id = [...told.approved].at(-10)
  const address = told.proposed.get(id ?? '')
  if (id === undefined || address === undefined) return
  const [row] = await client.call('bans.list', { address })
  if (row?.state !== 'published' || told.revoked.has(id)) return
  told.revoked.add(id)
  await client.call('ban.revoke', { id, reason }).catch((error: unknown) => {
    told.revoked.delete(id)
    throw error
  })
}

async function whitelist(client: ConsoleClient, value: string, remove: boolean, told: Acknowledged): Promise<void> {
  const { id } = await client.call('whitelist.add', { value, reason, duration: day })
  told.whitelisted.set(id, value)
  if (!remove) return
  await client.call('whitelist.remove', { id, reason })
  told.removed.add(id)
}
