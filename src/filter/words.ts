import { banStates, type BanState } from '../contract/console/vocabulary.ts'
import { classNames } from '../sip/attack/class-names.ts'
import { attackClasses, severities, type Severity } from '../sip/attack/class.ts'
import { rfcMethods } from '../sip/message/methods.ts'
import type { Proof } from '../sip/proof/proof.ts'
import { toolIds, toolName } from '../sip/tool/tool.ts'

/** A word of a vocabulary, as filters write it, and what it means. */
export interface Word {
  readonly word: string
  readonly says: string
}

const worded = (meanings: Readonly<Record<string, string>>): readonly Word[] =>
  Object.entries(meanings).map(([word, says]) => ({ word, says }))

const severityMeanings: Readonly<Record<Severity, string>> = {
  critical: 'aims at what stands behind the PBX',
  high: 'costs money or opens an account at once',
  medium: 'prepares such an attack, or means to crash or overhear',
  low: 'looks around',
  unknown: 'nothing is known against it or for it',
  benign: 'research, or part of something else',
}

const proofMeanings: Readonly<Record<Proof, string>> = {
  unproven: 'the address may be forged',
  nonce: 'it sent back a nonce of ours',
  'to-tag': 'it sent back a To tag of ours',
  tcp: 'it came over a TCP connection',
}

const banMeanings: Readonly<Record<BanState, string>> = {
  queued: 'the feed has not seen the proposal yet',
  proposed: 'waits for an approval',
  held: 'approved, can still be undone',
  published: 'on the list',
  expired: 'was on the list until its end',
  revoked: 'taken off the list',
  rejected: 'refused by another analyst',
  withdrawn: 'taken back before it was published',
  blocked: 'a whitelist entry or block list forbids it',
}

/** Most to least grave. */
export const severityWords: readonly Word[] = severities.map((word) => ({ word, says: severityMeanings[word] }))
export const proofWords = worded(proofMeanings)
export const banStateWords: readonly Word[] = banStates.map((word) => ({ word, says: banMeanings[word] }))
export const yesNo = worded({ yes: 'it is so', no: 'it is not so' })
export const whitelistWords = worded({
  yes: 'an entry covers it',
  no: 'no entry covers it',
  hidden: 'an entry keeps it out of the top attackers',
})
export const banWords: readonly Word[] = [
  ...worded({ yes: 'its ban is proposed, on its way or on the list', no: 'no such ban' }),
  ...banStateWords,
]
export const transportWords = worded({ udp: 'UDP', tcp: 'TCP', tls: 'TLS over TCP' })
export const directionWords = worded({ in: 'received from the source', out: 'sent to it by the sensor' })
export const classWords: readonly Word[] = attackClasses.map((word) => ({ word, says: classNames[word] }))
export const toolWords: readonly Word[] = toolIds.map((word) => ({ word, says: toolName(word) }))
export const methodWords: readonly Word[] = rfcMethods.map((word) => ({ word, says: `${word} messages` }))
