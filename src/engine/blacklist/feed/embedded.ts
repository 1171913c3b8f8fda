import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { z } from 'zod'

export interface EmbeddedFeed {
  readonly configFile: string
  readonly token: string
}

/** What we need back from the file; the rest is the feed's business (resources/feed.example.yaml). */
const readBack = z.object({ consoleToken: z.string().min(16) })

const firstPort = 8780
const ports = 50

/**
 * The configuration of the console's own feed: written once, kept from then on, the analyst's to edit.
 * @throws Error when the file was edited into something that we cannot read the token from.
 */
export async function embeddedFeed(directory: string): Promise<EmbeddedFeed> {
  const folder = join(directory, 'feed')
  const configFile = join(folder, 'feed.yaml')
  if (!existsSync(configFile)) await write(folder, configFile)
  const parsed = readBack.safeParse(parse(readFileSync(configFile, 'utf8')))
  if (!parsed.success) throw new Error(`${configFile}: ${z.prettifyError(parsed.error)}`)
  return { configFile, token: parsed.data.consoleToken }
}

/** Aside and renamed: a console killed half way leaves no half file to start from. */
async function write(folder: string, configFile: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const config = {
    listen: { address: '127.0.0.1', port: await freePort() },
    directory: folder,
    consoleToken: randomBytes(32).toString('base64url'),
    solo: true,
    holdSeconds: 60,
  }
  const aside = `${configFile}.${process.pid}`
  writeFileSync(aside, `# Honeynet Console's own feed, on this computer only.\n${stringify(config)}`, { mode: 0o600 })
  renameSync(aside, configFile)
}

/** Subscribers are configured with the port, so it is chosen once: the usual one, or the next that is free today. */
async function freePort(): Promise<number> {
  for (let port = firstPort; port < firstPort + ports; port += 1) if (await isFree(port)) return port
  throw new Error(`no free port from ${firstPort} to ${firstPort + ports - 1} for the feed`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
