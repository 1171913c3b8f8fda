import type { FaultCode } from '../../../src/sip/fault/fault.ts'

/** What the RFC itself says of a message, and exactly which faults we find in it. */
export interface Verdict {
  /** `valid` and `invalid` are about syntax; `application` parses well and makes trouble behind the parser. */
  readonly judged: 'valid' | 'invalid' | 'application'
  readonly section: string
  readonly faults: readonly FaultCode[]
}

const verdict =
  (judged: Verdict['judged']) =>
  (section: string, ...faults: readonly FaultCode[]): Verdict => ({ judged, section, faults })
const valid = verdict('valid')
const invalid = verdict('invalid')
const application = verdict('application')

/**
 * RFC 4475. The octets behind the body of `dblreq` are for the receiver to ignore (§3.1.1.8): nothing is broken, but
 * they hide a second request, so they are told. `baddn` also lacks its last empty line in the RFC's archive, and
 * `mismatch02` two lines of its session description. `test` stands in the archive alone.
 */
export const rfc4475: Readonly<Record<string, Verdict>> = {
  'wsinv.dat': valid('3.1.1.1'),
  'intmeth.dat': valid('3.1.1.2'),
  'esc01.dat': valid('3.1.1.3'),
  'escnull.dat': valid('3.1.1.4'),
  'esc02.dat': valid('3.1.1.5'),
  'lwsdisp.dat': valid('3.1.1.6'),
  'longreq.dat': valid('3.1.1.7'),
  'dblreq.dat': valid('3.1.1.8'),
  'semiuri.dat': valid('3.1.1.9'),
  'transports.dat': valid('3.1.1.10'),
  'mpart01.dat': valid('3.1.1.11'),
  'unreason.dat': valid('3.1.1.12'),
  'noreason.dat': valid('3.1.1.13'),
  'badinv01.dat': invalid('3.1.2.1', 'via', 'parameter'),
  'clerr.dat': invalid('3.1.2.2', 'short-body'),
  'ncl.dat': invalid('3.1.2.3', 'content-length'),
  'scalar02.dat': invalid('3.1.2.4', 'cseq', 'max-forwards', 'expires'),
  'scalarlg.dat': invalid('3.1.2.5', 'cseq', 'retry-after', 'warning'),
  'quotbal.dat': invalid('3.1.2.6', 'open-quote'),
  'ltgtruri.dat': invalid('3.1.2.7', 'request-uri-brackets'),
  'lwsruri.dat': invalid('3.1.2.8', 'start-line-blanks'),
  'lwsstart.dat': invalid('3.1.2.9', 'start-line-blanks'),
  'trws.dat': invalid('3.1.2.10', 'start-line-blanks'),
  'escruri.dat': invalid('3.1.2.11', 'request-uri-headers'),
  'baddate.dat': invalid('3.1.2.12', 'date'),
  'regbadct.dat': invalid('3.1.2.13', 'needs-brackets', 'uri-steering'),
  'badaspec.dat': invalid('3.1.2.14', 'blank-in-brackets'),
  'baddn.dat': invalid('3.1.2.15', 'display-name', 'head-unfinished'),
  'badvers.dat': invalid('3.1.2.16', 'version'),
  'mismatch01.dat': invalid('3.1.2.17', 'cseq-method'),
  'mismatch02.dat': invalid('3.1.2.18', 'cseq-method', 'sdp'),
  'bigcode.dat': invalid('3.1.2.19', 'status-code'),
  'badbranch.dat': application('3.2.1', 'branch-cookie'),
  'insuf.dat': application('3.3.1', 'missing-header'),
  'unkscm.dat': application('3.3.2', 'foreign-scheme'),
  'novelsc.dat': application('3.3.3', 'foreign-scheme'),
  'unksm2.dat': application('3.3.4', 'foreign-scheme'),
  'bext01.dat': application('3.3.5', 'unknown-extension'),
  'invut.dat': application('3.3.6', 'offer-type'),
  'regaut01.dat': application('3.3.7', 'auth-scheme'),
  'multi01.dat': application('3.3.8', 'identity-twice', 'duplicate-header'),
  'mcl01.dat': application('3.3.9', 'content-length-disagrees'),
  'bcast.dat': application('3.3.10', 'broadcast'),
  'zeromf.dat': application('3.3.11', 'max-forwards-zero'),
  'cparam01.dat': application('3.3.12'),
  'cparam02.dat': application('3.3.13'),
  'regescrt.dat': application('3.3.14', 'uri-steering'),
  'sdp01.dat': application('3.3.15', 'accept'),
  'inv2543.dat': application('3.4.1', 'from-tag'),
  'test.dat': invalid('A.1', 'start-line', 'header-without-colon'),
}

/**
 * RFC 5118. Its archive has bare LF for line ends, with which the given lengths of two bodies do not fit, and no empty
 * line behind the headers of §4.10; three colons are wrong but must be read (§4.10).
 */
export const rfc5118: Readonly<Record<string, Verdict>> = {
  'ipv6-good': valid('4.1'),
  'ipv6-bad': invalid('4.2', 'ipv6-brackets'),
  'port-ambiguous': valid('4.3'),
  'port-unambiguous': valid('4.4'),
  'via-received-param-with-delim': valid('4.5'),
  'via-received-param-no-delim': valid('4.5'),
  'ipv6-in-sdp': application('4.6', 'short-body'),
  'mult-ip-in-header': valid('4.7'),
  'mult-ip-in-sdp': application('4.8', 'short-body'),
  'ipv4-mapped-ipv6': valid('4.9'),
  'ipv6-bug-abnf-3-colons': application('4.10', 'ipv6-three-colons', 'head-unfinished'),
  'ipv6-correct-abnf-2-colons': application('4.10', 'head-unfinished'),
}
