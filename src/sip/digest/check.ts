import type { DigestCredentials } from '../header/authorization.ts'
import { byteText, bytesOf, utf8ByteText } from '../text/byte-text.ts'
import { digestAlgorithm, type DigestAlgorithm } from './algorithm.ts'

/** What a response covers besides the credentials themselves. */
export interface SignedRequest {
  readonly method: string
  /** For `qop=auth-int`, which covers the body too. */
  readonly body?: Uint8Array
}

/** Whether the captured response was made with this password. */
export type PasswordCheck = (password: string) => boolean

/** Credentials that hold all that a response is made of; a missing realm counts as empty. */
type Checkable = DigestCredentials & Required<Pick<DigestCredentials, 'username' | 'nonce' | 'uri' | 'response'>>

/**
 * Offline check of a captured response (RFC 3261 §22.4, RFC 7616 §3.4.1, RFC 8760): realm and nonce are those of the
 * credentials, so nothing need be known of the challenge. All that does not depend on the password is hashed once.
 *
 * `undefined` when there is nothing to check: an algorithm that no standard names, no username, nonce, URI or response,
 * or texts so long that every try would take long.
 */
export function passwordCheck(credentials: DigestCredentials, request: SignedRequest): PasswordCheck | undefined {
  const algorithm = digestAlgorithm(credentials.algorithm)
  if (!algorithm || !isCheckable(credentials) || textLength(credentials) > longestTexts) return undefined
  const wanted = credentials.response.trim().toLowerCase()
  const readings = encodingsOf(credentials).map((encode) => reading(algorithm, encode, credentials, request))
  return (password) => readings.some((matches) => matches(password, wanted))
}

/** `passwordCheck` for a single password; `false` too when there is nothing to check. */
export function checkDigest(credentials: DigestCredentials, request: SignedRequest, password: string): boolean {
  return passwordCheck(credentials, request)?.(password) ?? false
}

const isCheckable = (credentials: DigestCredentials): credentials is Checkable =>
  credentials.username !== undefined &&
  credentials.nonce !== undefined &&
  credentials.uri !== undefined &&
  credentials.response !== undefined

/** All texts of real credentials together have a tenth of this. */
const longestTexts = 4096
const textLength = (credentials: DigestCredentials): number => Object.values(credentials).join('').length

/** Text to byte text, one character per byte. */
type Encode = (text: string) => string

/** Whether the bytes were UTF-8 or Latin-1 cannot be told from text any more, so both are tried where it matters. */
function encodingsOf({ username, realm = '', uri }: Checkable): readonly Encode[] {
  const text = username + realm + uri
  return /[\x80-\xff]/.test(text) && !/[^\x00-\xff]/.test(text) ? [utf8ByteText, (own) => own] : [utf8ByteText]
}

type Reading = (password: string, wanted: string) => boolean

function reading(algorithm: DigestAlgorithm, encode: Encode, credentials: Checkable, request: SignedRequest): Reading {
  const hash = (text: string): string => algorithm.hash(bytesOf(text))
  const { nonce, cnonce = '' } = credentials
  const owner = encode(`${credentials.username}:${credentials.realm ?? ''}:`)
  const session = algorithm.session ? encode(`:${nonce}:${cnonce}`) : undefined
  const tails = tailsOf(credentials, hash(a2(hash, encode, credentials, request))).map(encode)
  return (password, wanted) => {
    const plain = hash(owner + passwordBytes(password))
    const a1 = session === undefined ? plain : hash(plain + session)
    return tails.some((tail) => hash(a1 + tail) === wanted)
  }
}

/** Nearly all are ASCII, which is its own UTF-8: asking first makes a search a third faster. */
const passwordBytes: Encode = (password) => (/[^\x00-\x7f]/.test(password) ? utf8ByteText(password) : password)

/** RFC 7616 §3.4.3. */
function a2(hash: Encode, encode: Encode, { qop, uri }: Checkable, { method, body }: SignedRequest): string {
  const plain = encode(`${method}:${uri}`)
  return qop?.toLowerCase() === 'auth-int' ? `${plain}:${hash(byteText(body ?? new Uint8Array()))}` : plain
}

/**
 * What follows the hash of A1 (RFC 7616 §3.4.1). svcrack writes `qop=auth` but leaves out nc and cnonce when the server
 * sent no qop, and then signs in the old form without qop; others sign the missing fields as empty.
 */
function tailsOf({ nonce, nc, cnonce, qop }: Checkable, a2Hash: string): readonly string[] {
  const old = `:${nonce}:${a2Hash}`
  if (!qop) return [old]
  const full = `:${nonce}:${nc ?? ''}:${cnonce ?? ''}:${qop}:${a2Hash}`
  return nc !== undefined && cnonce !== undefined ? [full] : [old, full]
}
