import type { AttackClass, Proof, ToolId } from '../../contract/console/vocabulary.ts'
import type { StoredSource } from '../store/sources.ts'

export interface Evidence {
  readonly source: StoredSource
  readonly proof: Proof
  readonly classes: ReadonlyMap<AttackClass, number>
  /** Most frequent first. */
  readonly tools: readonly { readonly tool: ToolId; readonly userAgent: string }[]
  /** Distinct users named. */
  readonly users: number
}

type Rule = (evidence: Evidence) => string | undefined

/** Plain sentences that hold for this source, the gravest first. */
export function findings(evidence: Evidence): readonly string[] {
  return rules.flatMap((rule) => rule(evidence) ?? [])
}

const counted = (evidence: Evidence, name: AttackClass): number => evidence.classes.get(name) ?? 0
const many = (count: number, one: string, several: string): string =>
  count === 1 ? `one ${one}` : `${count.toLocaleString('en')} ${several}`

/** Few programs need their name explained; the ids that do are left out. */
const toolNames: Partial<Record<ToolId, string>> = {
  sipvicious: 'SIPVicious',
  sipcli: 'sipcli',
  sipsak: 'sipsak',
  sipp: 'SIPp',
  sippts: 'SIPPTS',
  'mr-sip': 'Mr.SIP',
  nmap: 'Nmap',
  zmap: 'ZMap',
}

const deeds: readonly [AttackClass, (count: number) => string][] = [
  ['sql-injection', (count) => `Tried SQL injection in ${many(count, 'message', 'messages')}`],
  ['injection', (count) => `Tried to inject commands or scripts in ${many(count, 'message', 'messages')}`],
  ['password-guessing', (count) => `Guessed passwords in ${many(count, 'message', 'messages')}`],
  ['malformed', (count) => `Sent ${many(count, 'malformed message', 'malformed messages')}`],
  ['method-enumeration', (count) => `Probed unusual methods ${many(count, 'time', 'times')}`],
  ['options-sweep', (count) => `Asked ${many(count, 'time', 'times')} whether a SIP server is here`],
  ['non-sip', (count) => `Sent ${many(count, 'message that is', 'messages that are')} no SIP`],
  ['research-scan', (count) => `Scanned like a research project, ${many(count, 'message', 'messages')}`],
]

const deed =
  ([name, words]: (typeof deeds)[number]): Rule =>
  (evidence) => {
    const count = counted(evidence, name)
    return count > 0 ? words(count) : undefined
  }

const dialled: Rule = ({ source: { numbers, prefixes } }) => {
  if (numbers === 0) return undefined
  const target = numbers === 1 ? 'one number' : `${numbers.toLocaleString('en')} numbers`
  return prefixes > 1
    ? `Tried ${prefixes.toLocaleString('en')} prefixes in front of ${target}`
    : `Tried to call ${target}`
}

const enumerated: Rule = (evidence) => {
  const count = counted(evidence, 'extension-enumeration')
  if (count === 0) return undefined
  if (evidence.users < 2) return `Looked for extensions in ${many(count, 'message', 'messages')}`
  return `Tried ${evidence.users.toLocaleString('en')} users and extensions`
}

const tool: Rule = ({ tools }) => {
  const known = tools.find((each) => toolNames[each.tool] !== undefined)
  const name = known && toolNames[known.tool]
  return name && `Uses ${name}`
}

const fast: Rule = ({ source: { peak } }) =>
  peak >= 20 ? `Sent up to ${peak.toLocaleString('en')} messages a second` : undefined
const wide: Rule = ({ source: { sensors } }) => (sensors > 1 ? `Seen by ${sensors} sensors` : undefined)

const proofWords: Readonly<Record<Proof, string>> = {
  unproven: 'Its address is not proven and may be forged',
  nonce: 'Proved its address by answering our challenge',
  'to-tag': 'Proved its address by confirming our answer',
  tcp: 'Proved its address by a TCP connection',
}
const proven: Rule = ({ proof }) => proofWords[proof]

const [sql, injection, guessing, ...lesser] = deeds.map(deed)
const graver = [sql, injection, dialled, guessing, enumerated].filter((rule) => rule !== undefined)
const rules: readonly Rule[] = [...graver, ...lesser, tool, proven, fast, wide]
