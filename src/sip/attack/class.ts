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
