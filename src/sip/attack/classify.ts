import type { Facts } from '../facts.ts'
import { found, type Finding } from './finding.ts'
import { injectionOf } from './injection.ts'
import { findingOfProbe } from './probe.ts'
import { findingOfRequest } from './requests.ts'

const ours = found('signalling', 'what we sent ourselves is no attack')
const answer = found('signalling', 'answers belong to a request')
const challenge = found('digest-leak', 'challenges the end of a call, to be given the digest of a password')
const challengingRequest = found(
  'digest-leak',
  'a request that brings a challenge, to be given the digest of a password',
)
const broken = found('malformed', 'no stack writes such a message')

/**
 * What one message shows its sender doing, gravest meaning first: a message that is both an injection and a login is
 * the injection. Docs: docs/attack-classes.md.
 */
export function classify(facts: Facts): Finding {
  const { message, direction } = facts
  if (direction === 'out') return ours
  if (!message.start) return findingOfProbe(message.bytes)
  if (message.start.kind === 'response') return findingOfAnswer(facts, message.start.status)
  return (
    injectionOf(message) ??
    (isBroken(facts) ? broken : challenges(facts) ? challengingRequest : findingOfRequest(facts))
  )
}

const isBroken = ({ message }: Facts): boolean => {
  for (const { weight } of message.faults) if (weight === 'grave') return true
  return false
}

/**
 * A BYE that is answered by a challenge: only a called phone is asked that, by a caller who is after its password
 * (`rdigestleak` of SIPPTS). Servers challenge REGISTER and INVITE; a challenge to those answers nothing of ours.
 */
function findingOfAnswer({ method, message }: Facts, status: number): Finding {
  if ((status !== 401 && status !== 407) || method !== 'BYE') return answer
  for (const { key } of message.headers) if (isChallenge(key)) return challenge
  return answer
}

/** Requests never challenge (RFC 3261 §20.27, §20.44: in answers only). */
function challenges({ message }: Facts): boolean {
  for (const { key } of message.headers) if (isChallenge(key)) return true
  return false
}

const isChallenge = (key: string): boolean => key === 'www-authenticate' || key === 'proxy-authenticate'
