import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Tokens of the demo's own daemons. Random for each folder, and kept, so that a console finds its sensors again. */
const schema = z.object({
  feed: z.string().min(32),
  sensors: z.record(z.string(), z.string().min(32)),
})
export type Secrets = z.infer<typeof schema>

export function loadSecrets(directory: string, sensors: readonly string[]): Secrets {
  const path = join(directory, 'demo.json')
  const known = existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
  const token = (): string => randomBytes(24).toString('hex')
  const secrets: Secrets = {
    feed: known?.feed ?? token(),
    sensors: Object.fromEntries(sensors.map((name) => [name, known?.sensors[name] ?? token()])),
  }
  writeFileSync(path, JSON.stringify(secrets, undefined, 2), { mode: 0o600 })
  return secrets
}
