import type { AttackClass, Severity } from '../attack/class.ts'
import type { Behaviour, BehaviourClass } from './behaviour.ts'
import { asked, counted } from './counts.ts'
import type { SourceSummary } from './summary.ts'
import { thresholds } from './thresholds.ts'
import { figure, many, times } from './words.ts'

/** What a source does without caring who is here. */
export function* noise(summary: SourceSummary): Generator<Behaviour> {
  yield* flood(summary)
  yield* reflection(summary)
  yield* methods(summary)
  for (const deed of deeds) yield* simple(summary, deed)
}

const mayBeForged = 'its address is not proven: anybody can have written it there'

/** A flood from an address that nothing proves may be aimed at that very address, so it is no more than low. */
function* flood(summary: SourceSummary): Generator<Behaviour> {
  const { peakPerSecond, proof, messages, dialogs } = summary
  const marked = counted(summary, 'flood')
  const fast = peakPerSecond >= thresholds.flood
  const same = repeats(summary)
  if (!fast && !same && marked === 0) return
  const peak = peakPerSecond.toLocaleString('en')
  const sentence = fast
    ? `Flooded with up to ${peak} messages a second`
    : `Sent ${many(marked > 0 ? marked : messages, 'message')} made for a flood`
  const reasons = [`${figure(messages, 'message')}, at most ${peak} in one second`]
  if (same) reasons.push(`all of them in ${figure(dialogs, 'dialog')}`)
  if (marked > 0) reasons.push(`the answers to ${figure(marked, 'message')} are to be thrown away (port 9)`)
  if (proof === 'unproven') reasons.push(mayBeForged)
  yield { class: 'flood', severity: proof === 'unproven' ? 'low' : 'medium', sentence, reasons, count: messages }
}

/** Under one Call-ID: guessers reuse theirs too, but then they guess. */
const repeats = ({ messages, dialogs, guesses }: SourceSummary): boolean =>
  dialogs > 0 && messages > dialogs * thresholds.perDialog && guesses.attempts * 4 < messages

/** RFC 3261 §26.1.5: requests that make us answer somebody else. Who goes on after an answer is behind NAT instead. */
function* reflection({ foreignVia, messages, dialogs, proof }: SourceSummary): Generator<Behaviour> {
  if (proof !== 'unproven' || foreignVia < thresholds.foreign) return
  if (foreignVia < messages * thresholds.foreignShare || messages > dialogs * 2) return
  const sentence = `Wanted the answers to ${many(foreignVia, 'request')} sent to another host`
  const reasons = [
    'its topmost Via names a public host that is not where it came from',
    'never went on after an answer',
    mayBeForged,
  ]
  yield { class: 'reflection', severity: 'low', sentence, reasons, count: foreignVia }
}

function* methods(summary: SourceSummary): Generator<Behaviour> {
  const count = counted(summary, 'method-enumeration')
  const different = summary.methods.size
  if (count === 0 && !triesMethods(summary)) return
  const sentence = count === 0 ? `Tried ${figure(different, 'method')}` : `Probed unusual methods ${times(count)}`
  const reasons = [`${figure(different, 'method')} in all`]
  if (asked(summary, '') > 0) reasons.push(`${figure(asked(summary, ''), 'request')} with a method that no RFC names`)
  yield { class: 'method-enumeration', severity: 'low', sentence, reasons, count: Math.max(count, different) }
}

/** A phone needs a dozen methods as well, but several of them for each call; who tries them out has a dialog for each. */
const triesMethods = ({ methods, messages, dialogs }: SourceSummary): boolean =>
  methods.size >= thresholds.methods && dialogs * 2 > messages

interface Deed {
  readonly counts: AttackClass
  readonly class: BehaviourClass
  readonly severity: Severity
  readonly sentence: (count: number) => string
  readonly reason: (count: number) => string
}

const deeds: readonly Deed[] = [
  {
    counts: 'rtp-bleed',
    class: 'rtp-bleed',
    severity: 'medium',
    sentence: (count) => `Sent ${many(count, 'media packet that belongs', 'media packets that belong')} to no call`,
    reason: () => 'a media relay that learns addresses would send somebody else’s call back',
  },
  {
    counts: 'malformed',
    class: 'fuzzing',
    severity: 'medium',
    sentence: (count) => `Sent ${many(count, 'malformed message')}`,
    reason: (count) =>
      count >= thresholds.malformed
        ? `${figure(count, 'message')} that no working stack writes: made to break a parser, or by a broken tool`
        : 'few enough for a broken tool or network',
  },
  {
    counts: 'options-sweep',
    class: 'options-sweep',
    severity: 'low',
    sentence: (count) => `Asked ${times(count)} whether a SIP server is here`,
    reason: (count) => `${figure(count, 'OPTIONS request')} from a stranger`,
  },
  {
    counts: 'non-sip',
    class: 'non-sip-probe',
    severity: 'low',
    sentence: (count) => `Sent ${many(count, 'message that is', 'messages that are')} not SIP`,
    reason: () => 'looks for another service on this port, or for bytes that break it',
  },
  {
    counts: 'research-scan',
    class: 'research-scan',
    severity: 'benign',
    sentence: (count) => `Looked around like a research project in ${many(count, 'message')}`,
    reason: () => 'names a study, or is zmap, and only looks',
  },
]

function* simple(summary: SourceSummary, deed: Deed): Generator<Behaviour> {
  const count = counted(summary, deed.counts)
  if (count === 0) return
  const { class: name, severity } = deed
  yield { class: name, severity, sentence: deed.sentence(count), reasons: [deed.reason(count)], count }
}
