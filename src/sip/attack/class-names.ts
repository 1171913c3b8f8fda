import type { AttackClass } from './class.ts'

/** Classes as people read them, in lists and reports. */
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
  call: 'Call',
  ordinary: 'Ordinary request',
  signalling: 'Signalling',
  unknown: 'Unclassified',
}
