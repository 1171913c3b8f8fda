import { inUri, type Origin } from '../actor.ts'
import type { Random } from '../random.ts'

/**
 * The OPTIONS probe of zmap's template: the order of sipsak, a branch without the magic cookie, bare LF line ends.
 * Only the User-Agent is honest: it names the study and where to object.
 */
export function zmapOptions(random: Random, origin: Origin, host: string, userAgent: string): Buffer {
  const own = `${inUri(origin.address)}:${origin.port}`
  const lines = [
    `OPTIONS sip:${random.letters(8)}@${host} SIP/2.0`,
    `Via: SIP/2.0/UDP ${own};branch=${random.letters(6)}.${random.digits(10)};rport;alias`,
    `From: sip:${random.letters(8)}@${own};tag=${random.digits(8)}`,
    `To: sip:${random.letters(8)}@${host}`,
    `Call-ID: ${random.digits(10)}@${inUri(origin.address)}`,
    'CSeq: 1 OPTIONS',
    `Contact: sip:${random.letters(8)}@${own}`,
    'Content-Length: 0',
    'Max-Forwards: 20',
    `User-Agent: ${userAgent}`,
    'Accept: text/plain',
  ]
  return Buffer.from(`${lines.join('\n')}\n\n`, 'utf8')
}
