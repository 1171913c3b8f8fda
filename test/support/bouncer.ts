import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'yaml'
import { end, type Namespace } from './namespace.ts'

/** What CrowdSec's firewall bouncer has in the kernel: address → milliseconds that it has left. */
export type Blocked = ReadonlyMap<string, number>

export interface Bouncer {
  blocked(): Promise<Blocked>
  /** @throws when `done` does not like what is blocked within `seconds`. */
  waitFor(done: (blocked: Blocked) => boolean, seconds?: number): Promise<Blocked>
  isRunning(): boolean
  log(): string
  stop(): Promise<void>
}

const table = 'crowdsec'

/** Starts Debian's crowdsec-firewall-bouncer in the namespace; it asks every second. */
export async function startBouncer(namespace: Namespace, key: string): Promise<Bouncer> {
  const work = mkdtempSync(join(tmpdir(), 'bouncer-'))
  const config = join(work, 'bouncer.yaml')
  writeFileSync(config, stringify(settings(namespace.url, key, work)))
  const child = namespace.start('crowdsec-firewall-bouncer', ['-c', config])
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (log += part.toString()))
  await once(child, 'spawn')
  const blocked = async (): Promise<Blocked> => {
    const found = new Map<string, number>()
    for (const [family, name] of [
      ['ip', table],
      ['ip6', `${table}6`],
    ] as const) {
      const { code, output } = await namespace.run('nft', ['-j', 'list', 'set', family, name, `${name}-blacklists`])
      if (code === 0) for (const [address, left] of elementsOf(output)) found.set(address, left)
    }
    return found
  }
  return {
    blocked,
    async waitFor(done, seconds = 90) {
      const deadline = Date.now() + seconds * 1000
      for (;;) {
        const now = await blocked()
        if (done(now)) return now
        if (Date.now() > deadline) throw new Error(`the bouncer blocks ${JSON.stringify([...now])}: ${log}`)
        await sleep(250)
      }
    },
    isRunning: () => child.exitCode === null,
    log: () => log,
    async stop() {
      await end(child)
      rmSync(work, { recursive: true, force: true })
    },
  }
}

const settings = (url: string, key: string, work: string): unknown => ({
  mode: 'nftables',
  pid_dir: `${work}/`,
  update_frequency: '1s',
  daemonize: false,
  log_mode: 'stdout',
  log_level: 'debug',
  api_url: `${url}/`,
  api_key: key,
  disable_ipv6: false,
  deny_action: 'DROP',
  supported_decisions_types: ['ban'],
  blacklists_ipv4: `${table}-blacklists`,
  blacklists_ipv6: `${table}6-blacklists`,
  nftables: {
    ipv4: { enabled: true, 'set-only': false, table, chain: `${table}-chain` },
    ipv6: { enabled: true, 'set-only': false, table: `${table}6`, chain: `${table}6-chain` },
  },
  prometheus: { enabled: false, listen_addr: '127.0.0.1', listen_port: 60_601 },
})

interface NftAnswer {
  readonly nftables: readonly {
    readonly set?: {
      readonly elem?: readonly { readonly elem: { readonly val: unknown; readonly expires?: number } }[]
    }
  }[]
}

/** nft gives whole seconds. */
function elementsOf(output: string): readonly (readonly [string, number])[] {
  const { nftables } = JSON.parse(output) as NftAnswer
  const elements = nftables.flatMap(({ set }) => set?.elem ?? [])
  return elements.map(({ elem: { val, expires = 0 } }) => [textOf(val), expires * 1000] as const)
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
