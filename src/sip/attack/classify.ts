import type { Facts } from '../facts.ts'
import type { AttackClass } from './class.ts'
import { otherInjection } from './injection.ts'
import { probeOf } from './probe.ts'
import { sqlInjection } from './sql.ts'

interface Rule {
  readonly class: AttackClass
  /** Why this means that. */
  readonly reason: string
  readonly when: (facts: Facts) => boolean
}

/** Names under which people scan the Internet for study, openly. Anybody can write them: they excuse looking, nothing else. */
const research = /zmap|shodan|censys|census|shadowserver|internet-?measurement|research/i

const inDialog: ReadonlySet<string> = new Set(['ACK', 'BYE', 'CANCEL', 'PRACK'])
const common: ReadonlySet<string> = new Set(['INVITE', 'OPTIONS', 'REGISTER', 'SUBSCRIBE'])
const enumerating: ReadonlySet<string> = new Set(['INVITE', 'REGISTER', 'SUBSCRIBE'])

const probes = ({ message }: Facts, probe: ReturnType<typeof probeOf>): boolean =>
  !message.start && probeOf(message.bytes) === probe

/** In order: the first rule that holds names the class. A rule sees one message; what a source does over time is not here. */
const rules: readonly Rule[] = [
  { class: 'signalling', reason: 'what we sent ourselves is no attack', when: ({ direction }) => direction === 'out' },
  {
    class: 'signalling',
    reason: 'empty lines keep a way through NAT open',
    when: (facts) => probes(facts, 'keep-alive'),
  },
  { class: 'non-sip', reason: 'nothing in it belongs to SIP', when: (facts) => probes(facts, 'other-protocol') },
  {
    class: 'malformed',
    reason: 'it wants to be SIP but has no readable first line',
    when: ({ message }) => !message.start,
  },
  {
    class: 'signalling',
    reason: 'answers belong to a request',
    when: ({ message }) => message.start?.kind === 'response',
  },
  {
    class: 'sql-injection',
    reason: 'a text field holds the structure of SQL',
    when: ({ message }) => sqlInjection(message) !== undefined,
  },
  {
    class: 'injection',
    reason: 'a text field holds script, shell or path tricks',
    when: ({ message }) => otherInjection(message) !== undefined,
  },
  {
    class: 'malformed',
    reason: 'no stack writes such a message',
    when: ({ message }) => message.faults.some(({ weight }) => weight === 'grave'),
  },
  { class: 'signalling', reason: 'belongs to a call or request before it', when: ({ method }) => inDialog.has(method) },
  { class: 'toll-fraud', reason: 'calls a telephone number', when: ({ number }) => number !== undefined },
  { class: 'password-guessing', reason: 'sends credentials nobody gave it', when: ({ digests }) => digests.length > 0 },
  {
    class: 'password-guessing',
    reason: 'SIPVicious svcrack asks for a nonce to guess with',
    when: ({ tag }) => tag?.kind === 'guess' || tag?.kind === 'first-contact',
  },
  {
    class: 'options-sweep',
    reason: 'SIPVicious svmap notes its target in the tag',
    when: ({ tag }) => tag?.kind === 'target',
  },
  {
    class: 'extension-enumeration',
    reason: 'SIPVicious svwar notes the extension in the tag',
    when: ({ tag }) => tag?.kind === 'extension',
  },
  {
    class: 'research-scan',
    reason: 'the sender names a study, or is zmap, and only looks',
    when: ({ method, userAgent = '', tool }) => method === 'OPTIONS' && (tool === 'zmap' || research.test(userAgent)),
  },
  { class: 'options-sweep', reason: 'asks what a server can do', when: ({ method }) => method === 'OPTIONS' },
  {
    class: 'extension-enumeration',
    reason: 'the answer tells whether the extension exists',
    when: ({ method }) => enumerating.has(method),
  },
  { class: 'signalling', reason: 'goes on within a dialog', when: ({ toTag }) => toTag !== undefined },
  {
    class: 'method-enumeration',
    reason: 'a method that no stranger has a use for',
    when: ({ method }) => !common.has(method),
  },
]

export function classify(facts: Facts): AttackClass {
  return rules.find((rule) => rule.when(facts))?.class ?? 'unknown'
}
