import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import type { ConsoleClient } from '../../../../src/contract/console/index.ts'
import type { KeyVault } from '../../../../src/engine/blacklist/feed/sealed-key.ts'
import { createEngine, startEngine } from '../../../../src/engine/engine.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../../support/engine.ts'
import { vaultOf } from '../../../support/vault.ts'

/** What the browser host finds where the desktop sealed the key: the same folder, opened without a keystore. */
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

function folder(): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  return directory
}

async function withConsole<T>(
  directory: string,
  vault: KeyVault | undefined,
  use: (client: ConsoleClient) => Promise<T>,
) {
  const engine = await createEngine(engineOptions(directory, vault ? { vault } : {}))
  stops.push(() => engine.close())
  const result = await use(attachClient(engine))
  await engine.close()
  return result
}
const analystOf = async (client: ConsoleClient) => (await client.call('app.info', {})).analyst
const ask = { value: '192.0.2.1', reason: 'a test', duration: 86_400_000 }
const keysIn = (directory: string): readonly string[] => readdirSync(directory).filter((name) => /^identity/.test(name))

test('it opens and reads, refuses every act in words, and goes on with a new key only by the typed fingerprint', async () => {
  const directory = folder()
  const vault = vaultOf(randomBytes(32))
  const desktop = await withConsole(directory, vault, async (client) => {
    const created = await client.call('campaign.create', { name: 'of the sealed key' })
    return { ...(await analystOf(client)), campaign: created.id }
  })
  expect(desktop.place).toEqual({ kept: 'keystore' })
  expect(keysIn(directory)).toEqual(['identity.sealed'])

  const renewed = await withConsole(directory, undefined, async (client) => {
    const { fingerprint, place } = await analystOf(client)
    expect({ fingerprint, kept: place.kept }).toEqual({ fingerprint: desktop.fingerprint, kept: 'sealed' })
    expect(await client.call('campaign.get', { id: desktop.campaign })).toMatchObject({
      campaign: { name: 'of the sealed key' },
    })
    const refusal = { code: 'refused', reason: 'key-sealed', message: place.why }
    await expect(client.call('whitelist.add', ask)).rejects.toMatchObject(refusal)
    await expect(client.call('campaign.create', { name: 'another' })).rejects.toMatchObject(refusal)
    const wrong = client.call('identity.renew', { confirmation: 'yes' })
    await expect(wrong).rejects.toMatchObject({ code: 'refused', reason: 'confirmation' })
    expect(keysIn(directory)).toEqual(['identity.sealed'])
    await client.call('identity.renew', { confirmation: fingerprint })
    return analystOf(client)
  })
  expect(renewed.place).toEqual({ kept: 'file' })
  expect(renewed.fingerprint).not.toBe(desktop.fingerprint)

  await withConsole(directory, vault, async (client) => {
    expect(await analystOf(client)).toMatchObject({ fingerprint: renewed.fingerprint, place: { kept: 'keystore' } })
    const again = client.call('identity.renew', { confirmation: renewed.fingerprint })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })
  const aside = `identity.sealed.given-up-${desktop.fingerprint.replaceAll(' ', '')}`
  expect(keysIn(directory)).toEqual(['identity.sealed', aside])
})

/** It waits for a password that nobody types. */
const silent: KeyVault = { seal: () => new Promise(() => undefined), open: () => new Promise(() => undefined) }

test('pages are told what the console waits for, and may end it; the key is as it was', async () => {
  const [origin, empty] = [folder(), folder()]
  await withConsole(origin, vaultOf(randomBytes(32)), analystOf)
  for (const directory of [origin, empty]) {
    const before = keysIn(directory)
    const engine = startEngine(engineOptions(directory, { vault: silent }))
    const opened = engine.opened.catch((error: unknown) => error)
    stops.push(() => engine.close())
    const client = attachClient(engine)
    for await (const state of client.stream('opening', {}))
      if (state.state === 'opening' && state.step.work === 'keystore') break
    await client.call('opening.stop', {})
    expect(await engine.ended).toContain('The data is up to date')
    expect(await opened).toMatchObject({ name: 'OpeningStopped' })
    expect(keysIn(directory)).toEqual(before)
  }
})
