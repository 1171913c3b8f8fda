import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { vaultOf } from '../../../support/vault.ts'

/**
 * Loads the identity of a folder and is killed by SIGKILL just before the step on disk with the given number:
 * `DIRECTORY VAULT-KEY-AS-HEX NUMBER`. Ends with code 0 when there are fewer steps.
 */
const [, , directory = '', key = '', number = ''] = process.argv
let left = Number(number)

function counted<Args extends unknown[], Result>(real: (...args: Args) => Result): (...args: Args) => Result {
  return (...args) => {
    if (left-- <= 0) process.kill(process.pid, 'SIGKILL')
    return real(...args)
  }
}

const { loadIdentity } = await import('../../../../src/engine/blacklist/feed/load-identity.ts')
const { openSync, writeSync, fsyncSync, closeSync, renameSync, linkSync, rmSync } = fs
Object.assign(fs, {
  openSync: counted(openSync),
  writeSync: counted(writeSync),
  fsyncSync: counted(fsyncSync),
  closeSync: counted(closeSync),
  renameSync: counted(renameSync),
  linkSync: counted(linkSync),
  rmSync: counted(rmSync),
})
syncBuiltinESMExports()

await loadIdentity(directory, { vault: vaultOf(Buffer.from(key, 'hex')) })
