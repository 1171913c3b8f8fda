import type { BehaviourClass } from './behaviour.ts'

/** What sources do, as people read it. */
export const behaviourNames: Readonly<Record<BehaviourClass, string>> = {
  'sql-injection': 'SQL injection',
  injection: 'Injection',
  'prefix-sweep': 'Prefix sweep',
  'number-sweep': 'Number sweep',
  'toll-fraud': 'Toll fraud',
  'credential-reuse': 'Credential reuse',
  'brute-force': 'Password brute force',
  'password-spraying': 'Password spraying',
  'digest-leak': 'Digest leak',
  'extension-enumeration': 'Extension enumeration',
  'rtp-bleed': 'RTP bleed',
  fuzzing: 'Fuzzing',
  flood: 'Flood',
  reflection: 'Reflection attempt',
  'method-enumeration': 'Method enumeration',
  'options-sweep': 'OPTIONS sweep',
  'non-sip-probe': 'Probe for something else',
  'research-scan': 'Research scan',
  phone: 'Phone',
}
