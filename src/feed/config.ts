import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { contains, parseNetwork, type Network } from '../contract/ledger/address.ts'
import { optionalLists } from '../contract/ledger/bundled.ts'
import { unprovenRules } from '../contract/ledger/intents/policy.ts'

const network = z.string().transform((text, context): Network => {
  const parsed = parseNetwork(text)
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: 'is neither an address nor a CIDR range' })
  return z.NEVER
})

const limits = z.strictObject({
  pulls: z.number().int().min(1).default(600),
  checks: z.number().int().min(1).default(6000),
  minutes: z.number().min(1).max(60).default(5),
})

const bundled = z.strictObject({
  'public-dns': z.boolean().default(true),
  cdn: z.boolean().default(true),
  'research-scanners': z.boolean().default(true),
} satisfies Record<(typeof optionalLists)[number], z.ZodType>)

const schema = z
  .strictObject({
    listen: z.strictObject({
      address: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(8780),
    }),
    insecureHttp: z.boolean().default(false),
    tls: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
    directory: z.string().min(1),
    consoleToken: z.string().min(16).max(200),
    hostNames: z.array(z.string().min(1).max(253).toLowerCase()).max(50).default([]),
    solo: z.boolean().default(false),
    unproven: z.enum(unprovenRules).default('confirm'),
    holdSeconds: z.number().int().min(0).max(600).default(60),
    demo: z.boolean().default(false),
    protectedAddresses: z.array(network).max(1000).default([]),
    trustedProxies: z.array(network).max(50).default([]),
    bundled: bundled.prefault({}),
    limits: limits.prefault({}),
  })
  .superRefine(({ listen, insecureHttp, tls, demo }, context) => {
    const refuse = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message })
    if (isLoopback(listen.address)) return
    if (demo) refuse(['demo'], 'needs a loopback listen address: it bans forged addresses')
    if (!tls && !insecureHttp) {
      const why =
        'is not loopback: give tls a certificate, put a TLS proxy in front of a loopback address, or write insecureHttp: true'
      refuse(['listen', 'address'], why)
    }
  })

/** What resources/feed.example.yaml explains. */
export type FeedConfig = z.output<typeof schema>

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Relative folders are meant from the file's own. @throws ConfigError that names the field. */
export function readConfig(path: string): FeedConfig {
  const config = parseConfig(textOf(path))
  const from = (name: string): string => resolve(dirname(path), name)
  const tls = config.tls && { cert: from(config.tls.cert), key: from(config.tls.key) }
  return { ...config, directory: from(config.directory), ...(tls ? { tls } : {}) }
}

function parseConfig(text: string): FeedConfig {
  const parsed = schema.safeParse(yamlOf(text))
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
  throw new ConfigError(lines.join('\n'))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function yamlOf(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new ConfigError(`the file is no YAML: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const loopback = ['127.0.0.0/8', '::1'].flatMap((text) => parseNetwork(text) ?? [])

export function isLoopback(address: string): boolean {
  if (address === 'localhost') return true
  const parsed = parseNetwork(address)
  return parsed !== undefined && loopback.some((range) => contains(range, parsed))
}

/** Ids of the bundled whitelists that nobody switched off. */
export const bundledInForce = ({ bundled }: Pick<FeedConfig, 'bundled'>): readonly string[] =>
  optionalLists.filter((id) => bundled[id])

/** Names under which consoles may call the ledger; anything else may be a name that was pointed at us. */
export function ledgerHostNames({ listen, hostNames }: FeedConfig): ReadonlySet<string> {
  return new Set(['localhost', '127.0.0.1', '::1', listen.address.toLowerCase(), ...hostNames])
}
