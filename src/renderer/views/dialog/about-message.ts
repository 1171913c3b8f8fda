import { severityOfClass, type AttackClass, type Severity } from '../../../sip/attack/class.ts'
import { classify } from '../../../sip/attack/classify.ts'
import { gatherFacts } from '../../../sip/facts.ts'
import { fingerprintOf } from '../../../sip/fingerprint/fingerprint.ts'
import type { SipMessage } from '../../../sip/message/message.ts'
import { toolVerdict, type ToolVerdict } from '../../../sip/tool/verdict.ts'

/** What is thought of one message, by the rules of today. */
export interface AboutMessage {
  readonly class: AttackClass
  readonly severity: Severity
  readonly reason: string
  /** Of what was received and is SIP. */
  readonly tool: ToolVerdict | undefined
  /** '' where there is none. */
  readonly fingerprint: string
}

export function aboutMessage(message: SipMessage, direction: 'in' | 'out'): AboutMessage {
  const finding = classify(gatherFacts(message, direction))
  const theirs = direction === 'in' && message.start !== undefined
  return {
    class: finding.class,
    severity: severityOfClass[finding.class],
    reason: finding.reason,
    tool: theirs ? toolVerdict(message) : undefined,
    fingerprint: theirs ? fingerprintOf(message) : '',
  }
}
