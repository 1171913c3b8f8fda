import type { Analysis } from '../analysis.ts'
import type { AttackClass } from '../attack/class.ts'
import { isKnownMethod } from '../message/methods.ts'
import type { Proof } from '../proof/proof.ts'
import { namesForeignHost } from './foreign.ts'
import { mostNumbers, type NumberSummary, type SourceSummary, type ToolSummary } from './summary.ts'

/** One message between a sensor and the source that is summed up. */
export interface SourceMessage {
  readonly analysis: Analysis
  /** UTC milliseconds. */
  readonly time: number
  readonly direction: 'in' | 'out'
  /** Of the source. */
  readonly address: string
  readonly sensor: string
  /** What this message proves. */
  readonly proof: Proof
}

/** Texts remembered of one kind; an attacker can invent any number of users, numbers and Call-IDs. */
const mostTexts = 100_000

/** Sums up the messages of one source, in the order of their times. The engine counts the same in SQL. */
export function accumulate(messages: Iterable<SourceMessage>): SourceSummary {
  const counts = new Counts()
  for (const message of messages) counts.add(message)
  return counts.summary()
}

class Counts {
  private messages = 0
  private firstSeen = 0
  private lastSeen = 0
  private firstInvite: number | undefined
  private readonly seconds = new Tally<number>()
  private readonly dialogs = new Tally<string>()
  /** Messages without Call-ID, each a dialog of its own. */
  private alone = 0
  private readonly sensors = new Tally<string>()
  private readonly methods = new Tally<string>()
  private readonly classes = new Tally<AttackClass>()
  private readonly users = new Tally<string>()
  private readonly guessed = new Tally<string>()
  private readonly passwords = new Tally<string>()
  private readonly cores = new Tally<string>()
  private readonly prefixes = new Tally<string>()
  private readonly dialled = new Map<string, Set<string>>()
  private readonly tools = new Tally<string>()
  private readonly fingerprints = new Tally<string>()
  private proof: Proof = 'unproven'
  private foreignVia = 0
  private refusals = 0
  private accepted = 0

  add(message: SourceMessage): void {
    if (message.direction === 'out') this.addAnswer(message.analysis)
    else this.addReceived(message)
  }

  private addAnswer({ status = 0, method }: Analysis): void {
    if (refusing.has(status)) this.refusals++
    if (status >= 200 && status < 300 && method === 'REGISTER') this.accepted++
  }

  private addReceived({ analysis, time, sensor, proof, address }: SourceMessage): void {
    if (this.messages++ === 0) this.firstSeen = time
    this.lastSeen = time
    this.seconds.add(Math.floor(time / 1000))
    this.sensors.add(sensor)
    this.classes.add(analysis.class)
    if (proofs.indexOf(proof) > proofs.indexOf(this.proof)) this.proof = proof
    if (analysis.callId) this.dialogs.add(`${sensor} ${analysis.callId}`)
    else this.alone++
    if (analysis.fingerprint !== '') this.fingerprints.add(analysis.fingerprint)
    this.tools.add(JSON.stringify([analysis.tool, analysis.userAgent ?? '']))
    for (const user of analysis.users) this.users.add(user)
    if (analysis.kind === 'request') this.addRequest(analysis, time, address)
  }

  private addRequest(analysis: Analysis, time: number, address: string): void {
    const { method = '', number } = analysis
    this.methods.add(isKnownMethod(method) ? method : '')
    if (method === 'INVITE') this.firstInvite ??= time
    if (namesForeignHost(analysis.viaHost, address)) this.foreignVia++
    for (const { user, password } of analysis.guesses) {
      this.guessed.add(user)
      if (password !== undefined) this.passwords.add(password)
    }
    if (number) this.addNumber(number.core, number.prefix)
  }

  private addNumber(core: string, prefix: string): void {
    this.cores.add(core)
    this.prefixes.add(prefix)
    const before = this.dialled.get(core)
    if (before) before.add(prefix)
    else if (this.dialled.size < mostTexts) this.dialled.set(core, new Set([prefix]))
  }

  summary(): SourceSummary {
    return {
      messages: this.messages,
      firstSeen: this.firstSeen,
      lastSeen: this.lastSeen,
      peakPerSecond: this.seconds.most(),
      dialogs: this.dialogs.size + this.alone,
      sensors: this.sensors.size,
      methods: this.methods.counts,
      classes: this.classes.counts,
      users: this.users.size,
      guesses: {
        attempts: this.guessed.total,
        users: this.guessed.size,
        mostPerUser: this.guessed.most(),
        passwords: this.passwords.size,
      },
      numbers: this.numbers(),
      numberCount: this.cores.size,
      prefixCount: this.prefixes.size,
      tools: this.toolSummaries(),
      fingerprints: this.fingerprints.size,
      proof: this.proof,
      foreignVia: this.foreignVia,
      refusals: this.refusals,
      accepted: this.accepted,
      timeToInvite: this.firstInvite === undefined ? undefined : this.firstInvite - this.firstSeen,
    }
  }

  private numbers(): readonly NumberSummary[] {
    const all = this.cores.sorted().slice(0, mostNumbers)
    return all.map(([core, attempts]) => ({ core, attempts, prefixes: this.dialled.get(core)?.size ?? 1 }))
  }

  private toolSummaries(): readonly ToolSummary[] {
    return this.tools.sorted().map(([key, messages]) => {
      const [tool, userAgent] = JSON.parse(key) as [ToolSummary['tool'], string]
      return { tool, userAgent, messages }
    })
  }
}

/** Weakest first. */
const proofs: readonly Proof[] = ['unproven', 'nonce', 'to-tag', 'tcp']

/** Answers that refuse (`SourceSummary.refusals`). */
const refusing: ReadonlySet<number> = new Set([401, 403, 407, 487, 503])

/** How often each text or number came, bounded. */
class Tally<Key extends string | number> {
  readonly counts = new Map<Key, number>()
  total = 0

  get size(): number {
    return this.counts.size
  }

  add(key: Key): void {
    this.total++
    const count = this.counts.get(key)
    if (count !== undefined || this.counts.size < mostTexts) this.counts.set(key, (count ?? 0) + 1)
  }

  most(): number {
    let most = 0
    for (const count of this.counts.values()) most = Math.max(most, count)
    return most
  }

  /** Most frequent first, then by text, so that the order depends on nothing else. */
  sorted(): [Key, number][] {
    return [...this.counts].toSorted(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
  }
}
