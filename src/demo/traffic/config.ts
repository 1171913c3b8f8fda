import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const listener = z.object({
  address: z.string().regex(/^127\.|^::1$/, 'must be loopback: nothing of the demo leaves the machine'),
  port: z.number().int().min(1).max(65_535),
})

const target = z.object({
  name: z.string().min(1),
  zone: z.string().min(1),
  address: z.ipv4(),
  address6: z.ipv6(),
  udp: listener,
  tcp: listener,
})

const schema = z.object({
  /** Same seed, same story. */
  seed: z.string().min(1),
  /** A file that exists once the last nights were replayed. */
  historyMarker: z.string().min(1),
  targets: z.tuple([target], target),
})
export type TrafficConfig = z.infer<typeof schema>

/** @throws Error that names the field. */
export function readTrafficConfig(path: string): TrafficConfig {
  const parsed = schema.safeParse(parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
}
