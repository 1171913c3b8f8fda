import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { loadIdentity } from '../../../../src/engine/blacklist/feed/load-identity.ts'
import { temporaryDirectory } from '../../../support/engine.ts'
import { vaultOf } from '../../../support/vault.ts'

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

const key = randomBytes(32)
const vault = vaultOf(key)
const child = join(import.meta.dirname, 'key-child.ts')
/** More than there are; that the last one ends by itself is asserted. */
const steps = 18

function folder(): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  return directory
}

/** @returns the signal that ended it, or `null`. */
async function killedBefore(step: number, directory: string): Promise<NodeJS.Signals | null> {
  const running = spawn(process.execPath, [child, directory, key.toString('hex'), String(step)], { stdio: 'inherit' })
  const [code, signal] = (await once(running, 'exit')) as [number | null, NodeJS.Signals | null]
  expect(signal === 'SIGKILL' || code === 0).toBe(true)
  return signal
}

const eachStep = async (of: (step: number) => Promise<NodeJS.Signals | null>): Promise<void> => {
  const signals: (NodeJS.Signals | null)[] = []
  for (let step = 0; step < steps; step += 2) signals.push(...(await Promise.all([of(step), of(step + 1)])))
  expect(signals.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThan(8)
  expect(signals.at(-1)).toBeNull()
}

/** Opened at once, on whatever host: never with another key, and never with a plain file gone too early. */
test('killed at each step of sealing a key from before, it is the same key, with and without the keystore', async () => {
  const origin = folder()
  const { key: mine } = await loadIdentity(origin)
  await eachStep(async (step) => {
    const directory = folder()
    cpSync(origin, directory, { recursive: true })
    const signal = await killedBefore(step, directory)
    const left = readdirSync(directory)
    const without = await loadIdentity(directory)
    expect(without.key).toBe(mine)
    expect(without.place.kept).toBe(left.includes('identity.key') ? 'file' : 'sealed')
    expect(await loadIdentity(directory, { vault })).toMatchObject({ key: mine, place: { kept: 'keystore' } })
    expect(readdirSync(directory)).toContain('identity.sealed')
    expect(readdirSync(directory)).not.toContain('identity.key')
    return signal
  })
})

test('killed at each step of making a key, there is one key from the next start on, and none in the plain', async () => {
  await eachStep(async (step) => {
    const directory = folder()
    const signal = await killedBefore(step, directory)
    const { key: mine, place } = await loadIdentity(directory, { vault })
    expect(place.kept).toBe('keystore')
    expect(await loadIdentity(directory, { vault })).toMatchObject({ key: mine })
    for (const name of readdirSync(directory))
      expect(readFileSync(join(directory, name), 'latin1')).not.toContain('PRIVATE')
    return signal
  })
})
