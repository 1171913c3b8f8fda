import type { AttackClass, BanState, Proof, Severity, ToolId } from '../../contract/console/vocabulary.ts'

/** Severity is never told by colour alone: each has a glyph of its own shape. */
export const severityGlyph: Readonly<Record<Severity, string>> = {
  critical: '◆',
  high: '▲',
  medium: '■',
  low: '●',
  unknown: '○',
  benign: '✓',
}

export const proofWords: Readonly<
  Record<Proof, { readonly label: string; readonly long: string; readonly detail: string }>
> = {
  unproven: {
    label: 'unproven',
    long: 'address unproven, may be forged',
    detail: 'Return-routability unproven: the address may be forged. Nothing sent to it has come back.',
  },
  nonce: {
    label: 'nonce',
    long: 'address proven by nonce',
    detail: 'Proven: it used a nonce that was sent only to this address.',
  },
  'to-tag': {
    label: 'to-tag',
    long: 'address proven by To tag',
    detail: 'Proven: it repeated a To tag that was sent only to this address.',
  },
  tcp: {
    label: 'tcp',
    long: 'address proven by TCP',
    detail: 'Proven: it completed a TCP handshake from this address.',
  },
}

export const toolNames: Readonly<Record<ToolId, string>> = {
  sipvicious: 'SIPVicious',
  sipcli: 'sipcli',
  sipsak: 'sipsak',
  sipp: 'SIPp',
  sippts: 'SIPPTS',
  'mr-sip': 'Mr.SIP',
  nmap: 'Nmap',
  zmap: 'ZMap',
  pjsip: 'PJSIP',
  cisco: 'Cisco (claimed)',
  asterisk: 'Asterisk (claimed)',
  softphone: 'Softphone (claimed)',
  'other-scanner': 'Other scanner',
  unknown: 'Unknown',
}

export const classNames: Readonly<Record<AttackClass, string>> = {
  'options-sweep': 'OPTIONS sweep',
  'extension-enumeration': 'Extension enumeration',
  'password-guessing': 'Password guessing',
  'toll-fraud': 'Toll fraud',
  'sql-injection': 'SQL injection',
  injection: 'Injection',
  'digest-leak': 'Digest leak',
  'rtp-bleed': 'RTP bleed',
  flood: 'Flood',
  malformed: 'Malformed',
  'method-enumeration': 'Method enumeration',
  'non-sip': 'Not SIP',
  'research-scan': 'Research scan',
  login: 'Login',
  call: 'Call to an extension',
  ordinary: 'Ordinary request',
  signalling: 'Signalling',
  unknown: 'Unclassified',
}

export const banStateNames: Readonly<Record<BanState, string>> = {
  queued: 'Queued',
  proposed: 'Proposed',
  held: 'Held',
  published: 'Published',
  expired: 'Expired',
  revoked: 'Revoked',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  blocked: 'Blocked',
}
