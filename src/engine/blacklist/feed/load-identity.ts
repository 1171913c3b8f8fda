import { join } from 'node:path'
import { RpcError } from '../../../contract/rpc/error.ts'
import { OpeningStopped } from '../../opening/messages.ts'
import { diskFault, StoreError } from '../../store/error.ts'
import { identityOf, newKey, parseKey, publicKeyOf, sealedIdentity, type Identity } from './identity.ts'
import { createFile, isLink, moveFile, readIfThere, removeFile } from './key-files.ts'
import { KeystoreSilent } from './patient-vault.ts'
import { readSealed, sealInto, unseal, type KeyVault, type SealedKey } from './sealed-key.ts'

interface Keeping {
  /** False where nothing can be written: a key that is not there is then made for this run alone. */
  readonly mayKeep?: boolean
  /** Absent where the host reaches no keystore: in the browser host. */
  readonly vault?: KeyVault | undefined
}

const filesIn = (directory: string) => ({
  plain: join(directory, 'identity.key'),
  sealed: join(directory, 'identity.sealed'),
})
type Files = ReturnType<typeof filesIn>

/**
 * Reads the analyst's key from the data directory, or makes one. With a keystore it is kept sealed, and a key from before
 * is moved there: docs/decisions/011-the-key-in-the-keystore.md.
 * @returns an identity that signs nothing where the key is sealed and cannot be opened here: no other is ever made for it.
 * @throws StoreError when a file is there but holds no key: never silently replaced, because the ledger knows the old one.
 * OpeningStopped as the vault does: nothing is made then.
 */
export async function loadIdentity(directory: string, { mayKeep = true, vault }: Keeping = {}): Promise<Identity> {
  const files = filesIn(directory)
  const plain = readIfThere(files.plain)
  if (plain !== undefined) return fromPlain(plain, files, mayKeep ? vault : undefined)
  const sealed = readSealed(files.sealed)
  if (sealed) return fromSealed(sealed, vault)
  return mayKeep ? make(files, vault) : identityOf(parseKey(newKey(), files.plain), { kept: 'nowhere' })
}

/** The plain file goes last of all: until then it is the key, whatever lies beside it. */
async function fromPlain(pem: string, files: Files, vault?: KeyVault): Promise<Identity> {
  const secret = parseKey(pem, files.plain)
  const beside = sealedBeside(files)
  if (beside instanceof Error) return identityOf(secret, { kept: 'file', why: whyNot(beside) })
  if (beside && beside.key !== publicKeyOf(secret)) throw different(files)
  if (!vault) return identityOf(secret, { kept: 'file' })
  try {
    await moveIntoVault(pem, files, beside, vault)
    return identityOf(secret, { kept: 'keystore' })
  } catch (error) {
    return identityOf(secret, { kept: 'file', why: whyNot(error) })
  }
}

/** One that cannot be read is left as it is: it may be another key's, and is not needed. */
function sealedBeside({ sealed }: Files): SealedKey | undefined | Error {
  try {
    return readSealed(sealed)
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}

const different = ({ plain, sealed }: Files): StoreError =>
  new StoreError(`${plain} and ${sealed} hold different keys; move away the one that is not yours`, undefined, 'key')

async function moveIntoVault(pem: string, files: Files, sealed: SealedKey | undefined, vault: KeyVault): Promise<void> {
  if (isLink(files.plain)) throw new Error('identity.key is a link; what it leads to is left where it is')
  if (!sealed || !(await opens(sealed, vault))) await sealInto(files.sealed, pem, vault)
  removeFile(files.plain)
}

async function fromSealed(sealed: SealedKey, vault?: KeyVault): Promise<Identity> {
  if (!vault) return sealedIdentity(sealed.key, sealedElsewhere)
  try {
    return identityOf(parseKey(await unseal(sealed, vault), 'what was sealed'), { kept: 'keystore' })
  } catch (error) {
    const why = error instanceof KeystoreSilent ? notAnswered : `${notOpened} (${whyNot(error)})`
    return sealedIdentity(sealed.key, why)
  }
}

/** Where the keystore takes it, a new key is never on disk in the plain. */
async function make(files: Files, vault?: KeyVault): Promise<Identity> {
  const pem = newKey()
  if (!vault) return identityOf(parseKey(createFile(files.plain, pem), files.plain), { kept: 'file' })
  try {
    await sealInto(files.sealed, pem, vault)
    return identityOf(parseKey(pem, files.sealed), { kept: 'keystore' })
  } catch (error) {
    const why = whyNot(error)
    return identityOf(parseKey(createFile(files.plain, pem), files.plain), { kept: 'file', why })
  }
}

const opens = (sealed: SealedKey, vault: KeyVault): Promise<boolean> =>
  unseal(sealed, vault).then(
    () => true,
    () => false,
  )

const wayOut = 'or go on with a new key: Settings, Analyst key'
const sealedElsewhere = `this folder's key is sealed by the desktop's keystore; start the desktop console on this folder, ${wayOut}`
const notAnswered = `this computer's keystore did not say what this folder's key is: unlock it and start the console again, ${wayOut}`
const notOpened = `this folder's key does not open in this computer's keystore: it was sealed by another one, for another user, or the keystore is locked; start the desktop console where it was sealed, ${wayOut}`

/** @throws OpeningStopped, when that is why: the console ends, and nothing else is tried. */
function whyNot(error: unknown): string {
  if (error instanceof OpeningStopped) throw error
  return diskFault(error) ?? (error instanceof Error ? error.message : String(error)).slice(0, 300)
}

/**
 * Moves a key that cannot be opened aside, so that the next start of the workspace makes a new one. It is not deleted:
 * put back, it is the key again where its keystore is.
 * @param confirmation the fingerprint of the key that is given up, typed.
 * @throws RpcError `conflict` for a key that can be used, `refused` with `confirmation`, `read-only`.
 */
export function giveUpSealedKey(directory: string, identity: Identity, confirmation: string): void {
  if (identity.place.kept !== 'sealed') throw new RpcError('conflict', 'this console has a key that it can use')
  if (bare(confirmation) !== bare(identity.fingerprint))
    throw new RpcError('refused', `type ${identity.fingerprint} to go on with a new key`, 'confirmation')
  const { sealed } = filesIn(directory)
  try {
    moveFile(sealed, `${sealed}.given-up-${bare(identity.fingerprint)}`)
  } catch (error) {
    throw new RpcError('read-only', `the key could not be moved aside: ${diskFault(error) ?? String(error)}`)
  }
}

const bare = (fingerprint: string): string => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase()
