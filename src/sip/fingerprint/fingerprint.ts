import type { SipMessage } from '../message/message.ts'
import { structureOf } from './structure.ts'

/**
 * Stable text of how a message is built: same program and task, same text, whatever the message says. '' when the
 * bytes are no SIP. At most 400 characters; none of them were chosen by the sender. docs/signatures.md explains them.
 */
export const fingerprintOf = (message: SipMessage): string => structureOf(message)?.text ?? ''
