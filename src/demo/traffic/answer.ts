import { headerValue, parseMessage } from '../../sip/message/parse.ts'
import { parseParams } from '../../sip/header/params.ts'
import type { Answer, Challenge } from './actor.ts'

/** The final answer in these bytes and the Call-ID it belongs to; undefined for anything else, 100 and 180 included. */
export function readAnswer(bytes: Uint8Array): { readonly callId: string; readonly answer: Answer } | undefined {
  const message = parseMessage(bytes)
  if (message.start?.kind !== 'response' || message.start.status < 200) return undefined
  const callId = headerValue(message, 'call-id')
  if (callId === undefined) return undefined
  const challenge = readChallenge(headerValue(message, 'www-authenticate'))
  const answer: Answer = { status: message.start.status, to: headerValue(message, 'to') ?? '' }
  return { callId, answer: challenge ? { ...answer, challenge } : answer }
}

function readChallenge(value: string | undefined): Challenge | undefined {
  const fields = parseParams(value?.replace(/^digest\s+/i, '') ?? '', ',')
  const [realm, nonce] = [fields.get('realm'), fields.get('nonce')]
  if (realm === undefined || nonce === undefined) return undefined
  const optional = (['opaque', 'qop', 'algorithm'] as const).flatMap((name) => {
    const found = fields.get(name)
    return found === undefined ? [] : [[name, found] as const]
  })
  return { realm, nonce, ...Object.fromEntries(optional) }
}
