import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { loadIdentity } from '../../../../src/engine/blacklist/feed/load-identity.ts'
import { patientVault } from '../../../../src/engine/blacklist/feed/patient-vault.ts'
import type { KeyVault } from '../../../../src/engine/blacklist/feed/sealed-key.ts'
import { temporaryDirectory } from '../../../support/engine.ts'
import { vaultOf } from '../../../support/vault.ts'

/** A keystore that waits for a password which nobody types: its promises never settle, or only when a test says so. */
const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

const real = vaultOf(randomBytes(32))
const silent: KeyVault = { seal: () => new Promise(() => undefined), open: () => new Promise(() => undefined) }
const never = new AbortController().signal
const soon = (vault: KeyVault): KeyVault => patientVault(vault, { tell: () => undefined, ending: never }, 20)

function folder(): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  return directory
}

test('what is sealed and not opened in time is known, and signs nothing until the next start', async () => {
  const directory = folder()
  const { key } = await loadIdentity(directory, { vault: real })
  const found = await loadIdentity(directory, { vault: soon(silent) })
  expect(found).toMatchObject({ key, place: { kept: 'sealed' } })
  expect(found.place.why).toContain('unlock it and start the console again')
  expect(await loadIdentity(directory, { vault: soon(real) })).toMatchObject({ key, place: { kept: 'keystore' } })
})

test('a key that is not sealed in time stays in its file, whatever the keystore says later', async () => {
  const [directory, empty] = [folder(), folder()]
  const { key } = await loadIdentity(directory)
  const late = Promise.withResolvers<undefined>()
  const sealing: Promise<Uint8Array>[] = []
  const seal = (secret: string): Promise<Uint8Array> => {
    const sealed = late.promise.then(() => real.seal(secret))
    sealing.push(sealed)
    return sealed
  }
  const tardy: KeyVault = { ...real, seal }
  const place = { kept: 'file', why: expect.stringContaining('did not answer in time') as string }
  expect(await loadIdentity(directory, { vault: soon(tardy) })).toMatchObject({ key, place })
  const made = await loadIdentity(empty, { vault: soon(tardy) })
  expect(made).toMatchObject({ place })
  late.resolve(undefined)
  expect(await Promise.all(sealing)).toHaveLength(2)
  await nextTurn()
  for (const each of [directory, empty]) expect(readdirSync(each)).toEqual(['identity.key'])
  // The next start moves it.
  expect(await loadIdentity(empty, { vault: real })).toMatchObject({ key: made.key, place: { kept: 'keystore' } })
})

test('one that reads nothing back in time leaves nothing of what it sealed', async () => {
  const directory = folder()
  const { key } = await loadIdentity(directory)
  const found = await loadIdentity(directory, { vault: soon({ ...real, open: (sealed) => silent.open(sealed) }) })
  expect(found).toMatchObject({ key, place: { kept: 'file' } })
  expect(readdirSync(directory)).toEqual(['identity.key'])
})

test('once the console is to end nothing more is asked, and no key is made', async () => {
  const ending = new AbortController()
  const asked: string[] = []
  const vault: KeyVault = {
    ...silent,
    seal: (secret) => {
      asked.push('seal')
      ending.abort()
      return silent.seal(secret)
    },
  }
  const patient = patientVault(vault, { tell: ({ work }) => asked.push(work), ending: ending.signal })
  const directory = folder()
  await expect(loadIdentity(directory, { vault: patient })).rejects.toThrow('ended before')
  await expect(loadIdentity(directory, { vault: patient })).rejects.toThrow('ended before')
  expect(asked).toEqual(['keystore', 'seal'])
  expect(readdirSync(directory)).toEqual([])
})
