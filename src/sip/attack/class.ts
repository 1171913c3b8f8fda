/** What an attacker was doing, as far as the messages show it. */
export const attackClasses = [
  'options-sweep',
  'extension-enumeration',
  'password-guessing',
  'toll-fraud',
  'sql-injection',
  'injection',
  'malformed',
  'method-enumeration',
  'non-sip',
  'research-scan',
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
  'extension-enumeration': 'medium', // prepares guessing
  malformed: 'medium', // aims at crashing the parser, or is a broken tool
  'method-enumeration': 'low',
  'options-sweep': 'low', // looks only whether somebody is there
  'non-sip': 'low', // looks for something else on this port
  'research-scan': 'benign',
  signalling: 'benign',
  unknown: 'unknown',
}
