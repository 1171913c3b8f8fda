import { expect, test } from 'vitest'
import { answerFromKeystore } from '../../src/main/keystore.ts'
import { askKeystore } from '../../src/engine/key-vault.ts'
import type { KeyVault } from '../../src/engine/blacklist/feed/sealed-key.ts'
import { keystoreOf } from '../support/electron/keystore.ts'

/** The engine's side and main's, joined as the port joins them: by structured clones. */
function joined(keystore: ReturnType<typeof keystoreOf>): KeyVault {
  const asked = askKeystore((question) => {
    void answerFromKeystore(keystore, structuredClone(question)).then((answer) => asked.take(structuredClone(answer)))
  })
  return asked.vault
}

test('what one computer sealed it opens, and another does not', async () => {
  const vault = joined(keystoreOf('one'))
  const [first, second] = await Promise.all([vault.seal('a secret'), vault.seal('another')])
  expect(Buffer.from(first).includes('a secret')).toBe(false)
  expect(await Promise.all([vault.open(second), vault.open(first)])).toEqual(['another', 'a secret'])
  await expect(joined(keystoreOf('two')).open(first)).rejects.toThrow()
  await expect(vault.open(new Uint8Array())).rejects.toThrow()
})

test.runIf(process.platform === 'linux').each(['none', 'basic_text', 'unknown'])(
  'a keystore that protects nothing (%s) seals nothing',
  async (backend) => {
    await expect(joined(keystoreOf('one', backend)).seal('a secret')).rejects.toThrow(
      'no keystore that is locked by your login',
    )
  },
)

test('an answer that nobody waits for is ignored', () => {
  const asked = askKeystore(() => undefined)
  expect(() => asked.take({ kind: 'keystore', id: 7, opened: 'x' })).not.toThrow()
})
