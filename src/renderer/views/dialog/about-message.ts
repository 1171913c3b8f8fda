import { severityOfClass, type AttackClass, type Severity } from '../../../sip/attack/class.ts'
import { classify } from '../../../sip/attack/classify.ts'
import { gatherFacts, type Facts } from '../../../sip/facts.ts'
import { fingerprintOf } from '../../../sip/fingerprint/fingerprint.ts'
import type { SipMessage } from '../../../sip/message/message.ts'
import { toolName } from '../../text/words.ts'

/** What is thought of one message, by the rules of today. */
export interface AboutMessage {
  readonly class: AttackClass
  readonly severity: Severity
  readonly reason: string
  /** Of what was received. */
  readonly tool: { readonly name: string; readonly why: string } | undefined
  readonly fingerprint: string
}

export function aboutMessage(message: SipMessage, direction: 'in' | 'out'): AboutMessage {
  const facts = gatherFacts(message, direction)
  const finding = classify(facts)
  return {
    class: finding.class,
    severity: severityOfClass[finding.class],
    reason: finding.reason,
    tool: direction === 'in' && message.start ? toolOf(facts) : undefined,
    fingerprint: direction === 'in' ? fingerprintOf(message) : '',
  }
}

function toolOf({ tool, claimed }: Facts): AboutMessage['tool'] {
  const name = toolName(tool)
  if (tool === claimed) return { name, why: tool === 'unknown' ? 'nothing gives it away' : 'by name' }
  return { name, why: claimed === 'unknown' ? 'by its structure' : `by its structure; it claims ${toolName(claimed)}` }
}
