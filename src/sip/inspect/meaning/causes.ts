import { parseReasons, parseWarnings } from '../../header/explanations.ts'
import { statusName } from './status.ts'
import { table } from './words.ts'

/** RFC 3261 §20.43; 380 and 381 are of RFC 5630 §6.2. */
const warnings = table(`
  300 network protocol not available
  301 network address format not available
  302 transport protocol not available
  303 bandwidth unit not understood
  304 media type not available
  305 media format not available
  306 attribute of the session description not understood
  307 parameter of the session description not understood
  330 multicast not available
  331 unicast not available
  370 not enough bandwidth
  380 SIPS not allowed
  381 SIPS required
  399 something for people to read`)

export const warningMeanings = (value: string): readonly string[] =>
  parseWarnings(value).map(({ code }) => `${code}: ${warnings.get(code) ?? rangeOf(code)}`)

/** What RFC 3261 §20.43 keeps the ranges for. */
function rangeOf(code: number): string {
  if (code >= 300 && code <= 329) return 'something in the session description'
  if (code >= 330 && code <= 339) return 'something about the network'
  if (code >= 370 && code <= 379) return 'something about the quality asked for'
  return code >= 390 && code <= 399 ? 'something else' : 'no standard names this code'
}

/** ITU-T Q.850, table 1, in plain words. */
const q850 = table(`
  1 number not assigned
  2 no route to the transit network
  3 no route to the destination
  4 special tone to be sent
  5 wrong trunk prefix
  6 channel not acceptable
  7 call given to an open channel
  8 pre-empted
  9 pre-empted, circuit kept
  14 number moved to another network
  16 normal end of a call
  17 busy
  18 nobody's telephone responds
  19 rings, but nobody answers
  20 subscriber absent
  21 call rejected
  22 number changed
  23 sent on to a new destination
  24 rejected by a feature of the destination
  25 exchange routing error
  26 another telephone was chosen
  27 destination out of order
  28 number incomplete or of invalid form
  29 facility rejected
  30 answer to a status enquiry
  31 normal, not specified
  34 no circuit free
  38 network out of order
  39 permanent connection out of service
  40 permanent connection in service
  41 temporary failure
  42 exchange congested
  43 access information thrown away
  44 circuit asked for not available
  46 blocked by precedence
  47 resource not available
  49 quality of service not available
  50 facility not subscribed
  53 outgoing calls barred in the closed group
  55 incoming calls barred in the closed group
  57 bearer capability not allowed
  58 bearer capability not available now
  62 access information and subscriber class disagree
  63 service not available
  65 bearer capability not implemented
  66 channel type not implemented
  69 facility not implemented
  70 restricted digital information only
  79 service not implemented
  81 invalid call reference
  82 channel does not exist
  83 another call is suspended, not this one
  84 call identity in use
  85 no call suspended
  86 call with this identity is over
  87 user not in the closed group
  88 destination not compatible
  90 closed group does not exist
  91 invalid transit network
  95 invalid message
  96 mandatory element missing
  97 message type unknown
  98 message does not fit the state of the call
  99 element unknown
  100 invalid content of an element
  101 message does not fit the state of the call
  102 a timer ran out
  103 unknown parameter passed on
  110 message with unknown parameter thrown away
  111 protocol error
  127 other network, cause not known`)

/** RFC 3326: why a call was ended or refused. */
export const reasonMeanings = (value: string): readonly string[] =>
  parseReasons(value).flatMap(({ protocol, cause }) => {
    if (cause === undefined) return []
    const means = causeOf(protocol.toLowerCase(), cause)
    return means === undefined ? [] : [means]
  })

function causeOf(protocol: string, cause: number): string | undefined {
  if (protocol === 'q.850') return `Q.850 cause ${cause}: ${q850.get(cause) ?? 'no standard names it'}`
  if (protocol !== 'sip') return undefined
  // A proxy ends the other branches of a forked call in this way (RFC 3326 §3.1).
  if (cause === 200) return 'SIP 200: answered by another telephone'
  return `SIP ${cause}: ${statusName(cause) ?? 'no standard names it'}`
}
