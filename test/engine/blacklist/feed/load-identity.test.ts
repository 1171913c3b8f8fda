import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs, {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Identity } from '../../../../src/engine/blacklist/feed/identity.ts'
import { giveUpSealedKey, loadIdentity } from '../../../../src/engine/blacklist/feed/load-identity.ts'
import type { KeyVault } from '../../../../src/engine/blacklist/feed/sealed-key.ts'
import type { Order } from '../../../../src/contract/ledger/order.ts'
import { temporaryDirectory } from '../../../support/engine.ts'
import { vaultOf } from '../../../support/vault.ts'

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

const here = vaultOf(randomBytes(32))
const elsewhere = vaultOf(randomBytes(32))
const none: KeyVault = {
  seal: () => Promise.reject(new Error('no keystore here')),
  open: () => Promise.reject(new Error('no keystore here')),
}

function folder(): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  return directory
}
const order = ({ key }: Identity): Order => ({
  ...{ version: 1, id: '0190e3d4-5f5c-4d10-8f9c-2b4f0c6f5a11', time: 1, author: key },
  ...{ action: 'subscriber.add', subject: 'a gateway' },
})
const plain = (directory: string): string => join(directory, 'identity.key')
const sealed = (directory: string): string => join(directory, 'identity.sealed')

/** Everything that lies in a folder, as one text. */
const everything = (directory: string): string =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('\n')

test('with a keystore a new key never lies in the folder in the plain, and is the same at the next start', async () => {
  const directory = folder()
  const first = await loadIdentity(directory, { vault: here })
  const again = await loadIdentity(directory, { vault: here })
  expect(again).toMatchObject({ key: first.key, place: { kept: 'keystore' } })
  expect(again.signOrder(order(again))).toEqual(first.signOrder(order(first)))
  expect(readdirSync(directory)).toEqual(['identity.sealed'])
  expect(everything(directory)).not.toContain('PRIVATE KEY')
  expect(statSync(sealed(directory)).mode & 0o777).toBe(0o600)
})

test('a key from before is sealed, and its plain file is gone', async () => {
  const directory = folder()
  const before = await loadIdentity(directory)
  expect(before.place).toEqual({ kept: 'file' })
  const after = await loadIdentity(directory, { vault: here })
  expect(after).toMatchObject({ key: before.key, place: { kept: 'keystore' } })
  expect(after.signOrder(order(after))).toEqual(before.signOrder(order(before)))
  expect(readdirSync(directory)).toEqual(['identity.sealed'])
})

test('where there is no keystore the protected file stays, and it is said why', async () => {
  const directory = folder()
  const fresh = await loadIdentity(directory, { vault: none })
  const again = await loadIdentity(directory, { vault: none })
  expect(again).toMatchObject({ key: fresh.key, place: { kept: 'file', why: 'no keystore here' } })
  expect(readdirSync(directory)).toEqual(['identity.key'])
  expect(statSync(plain(directory)).mode & 0o777).toBe(0o600)
})

test('a keystore that does not give back what it took gets no key: the plain file stays', async () => {
  const directory = folder()
  const { key } = await loadIdentity(directory)
  for (const liar of [
    { ...here, open: (bytes: Uint8Array) => elsewhere.open(bytes) },
    { ...here, open: () => Promise.resolve('') },
  ])
    expect(await loadIdentity(directory, { vault: liar })).toMatchObject({ key, place: { kept: 'file' } })
  expect(readdirSync(directory)).toEqual(['identity.key'])
})

test('a folder that cannot be written is read, and nothing is moved', async () => {
  const directory = folder()
  const { key } = await loadIdentity(directory)
  const read = await loadIdentity(directory, { mayKeep: false, vault: here })
  expect(read).toMatchObject({ key, place: { kept: 'file' } })
  expect(readdirSync(directory)).toEqual(['identity.key'])
})

test.each([
  { where: 'without a keystore', vault: undefined, says: 'start the desktop console on this folder' },
  { where: 'on another computer', vault: elsewhere, says: 'sealed by another one' },
])('a sealed key $where: known, signs nothing, and no new one is made', async ({ vault, says }) => {
  const directory = folder()
  const { key, fingerprint } = await loadIdentity(directory, { vault: here })
  const found = await loadIdentity(directory, { vault })
  expect(found).toMatchObject({ key, fingerprint, place: { kept: 'sealed' } })
  expect(found.place.why).toContain(says)
  expect(found.place.why).toContain('go on with a new key')
  expect(() => found.signOrder(order(found))).toThrow(
    expect.objectContaining({ code: 'refused', reason: 'key-sealed', message: found.place.why }),
  )
  expect(readdirSync(directory)).toEqual(['identity.sealed'])
})

test('a key put back as a file is used again, and sealed by the keystore of this computer', async () => {
  const directory = folder()
  const { key } = await loadIdentity(directory)
  const pem = readFileSync(plain(directory), 'utf8')
  await loadIdentity(directory, { vault: elsewhere })
  writeFileSync(plain(directory), pem, { mode: 0o600 })
  expect(await loadIdentity(directory)).toMatchObject({ key, place: { kept: 'file' } })
  expect(await loadIdentity(directory, { vault: here })).toMatchObject({ key, place: { kept: 'keystore' } })
  expect(readdirSync(directory)).toEqual(['identity.sealed'])
  expect(await loadIdentity(directory, { vault: here })).toMatchObject({ key, place: { kept: 'keystore' } })
})

test('two different keys, or a damaged file, are never decided by us', async () => {
  const directory = folder()
  await loadIdentity(directory, { vault: here })
  const other = folder()
  await loadIdentity(other)
  writeFileSync(plain(directory), readFileSync(plain(other)))
  await expect(loadIdentity(directory, { vault: here })).rejects.toThrow('hold different keys')
  for (const text of ['', '{}', '{"version":1,"key":"x","sealed":"AAAA"}', '\0'.repeat(100)]) {
    const damaged = folder()
    writeFileSync(sealed(damaged), text)
    await expect(loadIdentity(damaged, { vault: here })).rejects.toThrow('is damaged')
    expect(readdirSync(damaged)).toEqual(['identity.sealed'])
    const { key } = await loadIdentity(other)
    writeFileSync(plain(damaged), readFileSync(plain(other)))
    // The plain file is the key. Whose the damaged one was nobody knows, so it is not written over.
    const found = await loadIdentity(damaged, { vault: here })
    expect(found).toMatchObject({ key, place: { kept: 'file' } })
    expect(found.place.why).toContain('is damaged')
    expect(readFileSync(sealed(damaged), 'utf8')).toBe(text)
  }
})

test.each<[string, (file: string) => void]>([
  ['a link to a disk that is not there', (file) => symlinkSync('/nowhere/identity', file)],
  ['a link to itself', (file) => symlinkSync(file, file)],
  ['a folder', (file) => mkdirSync(file)],
  ['a pipe that nobody writes into', (file) => execFileSync('mkfifo', [file])],
  ['far too large', (file) => writeFileSync(file, Buffer.alloc(1_000_000))],
])('%s is told of in words, and no new key is made for it', async (_, put) => {
  for (const file of [plain, sealed]) {
    const directory = folder()
    put(file(directory))
    const before = readdirSync(directory)
    for (const vault of [undefined, here])
      await expect(loadIdentity(directory, { vault })).rejects.toMatchObject({
        name: 'StoreError',
        message: expect.stringMatching(/^the analyst's key cannot be read from .+: .+; mend that/) as string,
      })
    expect(readdirSync(directory)).toEqual(before)
  }
})

test('a key that is kept elsewhere, by a link, is used and left there', async () => {
  const [directory, stick] = [folder(), folder()]
  const { key } = await loadIdentity(stick)
  symlinkSync(plain(stick), plain(directory))
  const found = await loadIdentity(directory, { vault: here })
  expect(found).toMatchObject({ key, place: { kept: 'file', why: expect.stringContaining('is a link') as string } })
  expect(readdirSync(directory)).toEqual(['identity.key'])
  expect((await loadIdentity(stick)).key).toBe(key)
})

test('on a disk without hard links a key is kept all the same', async () => {
  const directory = folder()
  const { linkSync } = fs
  const refuse = (): never => {
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' })
  }
  try {
    Object.assign(fs, { linkSync: refuse })
    syncBuiltinESMExports()
    const { key } = await loadIdentity(directory)
    expect(await loadIdentity(directory)).toMatchObject({ key, place: { kept: 'file' } })
    expect(readdirSync(directory)).toEqual(['identity.key'])
  } finally {
    Object.assign(fs, { linkSync })
    syncBuiltinESMExports()
  }
})

test('a public half that was exchanged in the file is found out', async () => {
  const directory = folder()
  await loadIdentity(directory, { vault: here })
  const other = await loadIdentity(folder())
  const read = JSON.parse(readFileSync(sealed(directory), 'utf8')) as object
  writeFileSync(sealed(directory), JSON.stringify({ ...read, key: other.key }))
  expect((await loadIdentity(directory, { vault: here })).place.kept).toBe('sealed')
})

test('a new key comes by the typed fingerprint alone, and the old one can be put back', async () => {
  const directory = folder()
  const mine = await loadIdentity(directory, { vault: here })
  expect(() => giveUpSealedKey(directory, mine, mine.fingerprint)).toThrow('has a key that it can use')
  const locked = await loadIdentity(directory)
  for (const typed of ['', 'yes', mine.fingerprint.slice(1)])
    expect(() => giveUpSealedKey(directory, locked, typed)).toThrow(
      expect.objectContaining({ code: 'refused', reason: 'confirmation' }),
    )
  expect(readdirSync(directory)).toEqual(['identity.sealed'])
  giveUpSealedKey(directory, locked, mine.fingerprint.toUpperCase())
  const next = await loadIdentity(directory)
  expect(next.place).toEqual({ kept: 'file' })
  expect(next.key).not.toBe(mine.key)
  const aside = `identity.sealed.given-up-${mine.fingerprint.replaceAll(' ', '')}`
  expect(readdirSync(directory).sort()).toEqual(['identity.key', aside])
  // Given up once more, it takes the place of nothing.
  rmSync(plain(directory))
  writeFileSync(sealed(directory), readFileSync(join(directory, aside)))
  giveUpSealedKey(directory, await loadIdentity(directory), mine.fingerprint)
  expect(readdirSync(directory).sort()).toEqual([aside, `${aside}-2`])
  renameSync(join(directory, `${aside}-2`), join(directory, 'another'))
  const back = folder()
  writeFileSync(sealed(back), readFileSync(join(directory, aside)))
  expect(await loadIdentity(back, { vault: here })).toMatchObject({ key: mine.key, place: { kept: 'keystore' } })
})
