/**
 * What one message, taken alone, shows its sender doing. What a source does over many messages is a behaviour
 * (source/behaviour.ts).
 */
export const attackClasses = [
  'options-sweep',
  'extension-enumeration',
  'password-guessing',
  'toll-fraud',
  'sql-injection',
  'injection',
  'digest-leak', // a challenge sent to us, to be given the digest of a password
  'rtp-bleed', // media sent to a port that holds no call, to be sent somebody else's
  'flood', // made to cost work: its sender has said that it listens to no answer
  'malformed',
  'method-enumeration',
  'non-sip',
  'research-scan',
  'login', // asks to be let in like a phone: whether it guesses, only several of them show
  'call', // to an extension or a name, or to one number as subscribers call it
  'ordinary', // what phones and PBXs send each other: presence, text messages, qualifying
  'signalling', // ACK, CANCEL, BYE and answers: part of something else, no attack of their own
  'unknown',
] as const
export type AttackClass = (typeof attackClasses)[number]

/** Worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'unknown', 'benign'] as const
export type Severity = (typeof severities)[number]

/** How bad one message of a class is, taken alone. */
export const severityOfClass: Readonly<Record<AttackClass, Severity>> = {
  'sql-injection': 'critical', // aims at the PBX's database: accounts, rights, billing
  injection: 'critical', // aims at running commands or scripts behind the PBX
  'toll-fraud': 'high', // costs money at once when it goes through
  'password-guessing': 'high', // one hit opens the account for toll fraud
  'digest-leak': 'high', // gains a digest that is guessed at offline, out of sight
  'extension-enumeration': 'medium', // prepares guessing
  malformed: 'medium', // aims at crashing the parser, or is a broken tool
  'rtp-bleed': 'medium', // aims at overhearing calls
  flood: 'medium',
  'method-enumeration': 'low',
  'options-sweep': 'low', // looks only whether somebody is there
  'non-sip': 'low', // looks for something else on this port
  login: 'low', // a honeypot has no users, but one login is no guessing yet
  call: 'low',
  'research-scan': 'benign',
  ordinary: 'unknown', // fits no attack, yet nobody has a reason to send it here
  signalling: 'benign',
  unknown: 'unknown',
}

/** What phones send too: no attack by itself, however odd on a honeypot. */
const phoneLike: ReadonlySet<AttackClass> = new Set(['login', 'call', 'ordinary', 'signalling', 'unknown'])

/** Whether one message of this class is an attack, or a scan, by itself. */
export const isAttack = (name: AttackClass): boolean => !phoneLike.has(name)
