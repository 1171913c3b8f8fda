import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import type { AppInfo } from '../../src/contract/console/app.ts'
import { temporaryDirectory } from '../support/engine.ts'

/** Main and the engine's process with a stand-in of the system's keystore, which itself is run by no test. */
const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

const support = join(import.meta.dirname, '..', 'support', 'electron')
const run = promisify(execFile)

async function analystOn(directory: string, computer: string, keystore: string): Promise<AppInfo['analyst']> {
  const args = ['--import', join(support, 'register.ts'), join(support, 'keystore-child.ts'), directory]
  const env = { ...process.env, STAND_IN_COMPUTER: computer, STAND_IN_KEYSTORE: keystore }
  const { stdout } = await run(process.execPath, args, { env })
  return JSON.parse(stdout) as AppInfo['analyst']
}

test('the desktop seals the key of a folder through main, and on another computer says what to do', async () => {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  const keys = (): readonly string[] => readdirSync(directory).filter((name) => name.startsWith('identity'))

  const unprotected = await analystOn(directory, 'one', process.platform === 'linux' ? 'basic_text' : 'none')
  expect(unprotected.place).toEqual({ kept: 'file', why: 'this computer has no keystore that is locked by your login' })
  expect(keys()).toEqual(['identity.key'])
  const sealed = await analystOn(directory, 'one', 'kwallet6')
  expect(sealed).toEqual({ ...unprotected, place: { kept: 'keystore' } })
  expect(keys()).toEqual(['identity.sealed'])
  const elsewhere = await analystOn(directory, 'another', 'kwallet6')
  expect(elsewhere).toMatchObject({ fingerprint: sealed.fingerprint, place: { kept: 'sealed' } })
  expect(keys()).toEqual(['identity.sealed'])
})
