import { X509Certificate } from 'node:crypto'
import type { FeedAuthority } from '../../../contract/console/people.ts'
import { RpcError } from '../../../contract/rpc/error.ts'

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,16000}-----END CERTIFICATE-----/g
const mostCertificates = 10

/**
 * The certificates in a text that somebody pasted or chose, and nothing else of it: a private key that stands beside them
 * is not kept.
 * @returns PEM, or `undefined` for an empty text. @throws RpcError `bad-request` when it holds no readable certificate.
 */
export function feedAuthority(text: string | undefined): string | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const blocks = text.match(block) ?? []
  if (blocks.length === 0 || blocks.length > mostCertificates || !blocks.every((each) => certificateOf(each)))
    throw new RpcError('bad-request', 'that is no certificate: it begins with -----BEGIN CERTIFICATE-----')
  return `${blocks.join('\n')}\n`
}

/** What people can tell an authority by; `undefined` for what was never one. */
export function describeAuthority(pem: string): FeedAuthority | undefined {
  const certificate = certificateOf(pem)
  if (!certificate) return undefined
  const { subject, fingerprint256, validToDate } = certificate
  return {
    name: subject.split('\n').join(', ').slice(0, 200),
    fingerprint: fingerprint256,
    validTo: validToDate.getTime(),
  }
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
