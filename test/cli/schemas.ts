import { z } from 'zod'

/** What docs/cli.md promises of each JSON line: these fields, all of them and no others. */
const iso = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
const count = z.number().int().min(0)
const texts = z.array(z.string())
const number = z.strictObject({
  core: z.string(),
  prefix: z.string(),
  raw: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
})

export const message = z.strictObject({
  id: count,
  time: iso,
  sensor: count,
  source: z.string(),
  port: count,
  transport: z.enum(['udp', 'tcp', 'tls']),
  direction: z.enum(['in', 'out']),
  method: z.string().nullable(),
  status: count.nullable(),
  number: number.nullable(),
  userAgent: z.string().nullable(),
  tool: z.string(),
  class: z.string(),
  severity: z.string(),
  proof: z.string(),
  size: count,
  dialog: count,
  fault: z.string().nullable(),
})

export const rawMessage = message.extend({ raw: z.base64().nullable(), unread: z.string().nullable() })

export const lines = {
  messages: message,
  dialogs: z.strictObject({
    id: count,
    source: z.string(),
    sensor: count,
    callId: z.string(),
    firstSeen: iso,
    lastSeen: iso,
    matching: count,
    messages: count,
    methods: texts,
    status: count.nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    number: number.nullable(),
    userAgent: z.string().nullable(),
  }),
  sources: z.strictObject({
    address: z.string(),
    country: z.string().nullable(),
    system: z.strictObject({ number: count, name: z.string() }).nullable(),
    firstSeen: iso,
    lastSeen: iso,
    matching: count,
    messages: count,
    dialogs: count,
    sensors: count,
    numbers: count,
    prefixes: count,
    tools: texts,
    classes: texts,
    severity: z.string(),
    proof: z.string(),
    ban: z.string().nullable(),
    whitelisted: z.boolean(),
    campaigns: z.array(z.strictObject({ id: count, name: z.string() })),
  }),
  numbers: z.strictObject({
    core: z.string(),
    country: z.string().nullable(),
    matching: count,
    sources: count,
    prefixes: count,
    firstSeen: iso,
    lastSeen: iso,
  }),
  fingerprints: z.strictObject({ text: z.string(), tools: texts, matching: count, sources: count }),
}

export const counted = z.strictObject({ tab: z.string(), count, complete: z.boolean() })

export const account = z.strictObject({
  file: z.string(),
  format: z.enum(['pcap', 'pcapng', 'jsonl']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sensor: z.strictObject({ id: count, name: z.string() }).nullable(),
  read: count,
  carrying: count,
  stored: count,
  known: count,
  skipped: z.array(z.strictObject({ reason: z.string(), count, first: count })),
})

const excerpt = z.strictObject({ text: z.string(), from: count, to: count })
export const hit = message.extend({ excerpt })
export const rawHit = rawMessage.extend({ excerpt })
