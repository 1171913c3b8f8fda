import { severities, type Severity } from '../attack/class.ts'
import type { Proof } from '../proof/proof.ts'
import { rulesVersion } from '../rules.ts'
import type { Behaviour } from './behaviour.ts'
import { behavioursOf } from './behaviours.ts'
import { counted } from './counts.ts'
import type { SourceSummary } from './summary.ts'
import { thresholds } from './thresholds.ts'
import { toolLine } from './tool-line.ts'
import { many } from './words.ts'

export interface SourceVerdict {
  /** Of the gravest behaviour. */
  readonly severity: Severity
  /** One plain sentence without a full stop: the gravest deed. */
  readonly sentence: string
  /** At most three: further deeds, the program, and how sure its address is. */
  readonly reasons: readonly string[]
  readonly behaviours: readonly Behaviour[]
  /** What its program is and what it claims to be. */
  readonly tool: string | undefined
  /** `rulesVersion` that this was judged by. */
  readonly rules: number
}

const mostReasons = 3

/** The machine verdict on a source. Holds no text of the attacker, and says the same of the same counts. */
export function judge(summary: SourceSummary): SourceVerdict {
  const behaviours = behavioursOf(summary).toSorted(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  )
  const [worst] = behaviours
  const others = behaviours.slice(1).filter((other) => !saysAgain(behaviours, other))
  const tool = toolLine(summary)
  return {
    severity: worst?.severity ?? 'unknown',
    sentence: worst?.sentence ?? nothing(summary),
    reasons: reasonsOf(summary, others, tool),
    behaviours,
    tool,
    rules: rulesVersion,
  }
}

const nothing = (summary: SourceSummary): string =>
  summary.messages > 0 && counted(summary, 'signalling') === summary.messages
    ? 'Sent nothing but answers, acknowledgements or keep-alives'
    : 'Sent nothing that fits a known attack'

/** A sweep says already that numbers were called. */
const saysAgain = (behaviours: readonly Behaviour[], { class: name }: Behaviour): boolean =>
  name === 'toll-fraud' && behaviours.some(({ class: other }) => other === 'prefix-sweep' || other === 'number-sweep')

/** The program and the proof always keep their places: bans rest on the one, campaigns on the other. */
function reasonsOf(summary: SourceSummary, others: readonly Behaviour[], tool: string | undefined): readonly string[] {
  const kept = [...(tool === undefined ? [] : [tool]), proofWords[summary.proof]]
  const further = [...others.map(({ sentence }) => sentence), ...extent(summary)]
  return [...further.slice(0, mostReasons - kept.length), ...kept]
}

const proofWords: Readonly<Record<Proof, string>> = {
  unproven: 'Its address is not proven and may be forged',
  nonce: 'Proved its address by answering our challenge',
  'to-tag': 'Proved its address by confirming our answer',
  tcp: 'Proved its address by a TCP connection',
}

function* extent({ guesses, peakPerSecond, sensors }: SourceSummary): Generator<string> {
  if (guesses.passwords > 0) yield `We know ${many(guesses.passwords, 'password')} that it tried`
  // A flood has said so.
  if (peakPerSecond >= thresholds.peak && peakPerSecond < thresholds.flood)
    yield `Sent up to ${peakPerSecond.toLocaleString('en')} messages a second`
  if (sensors > 1) yield `Seen by ${sensors} sensors`
}
