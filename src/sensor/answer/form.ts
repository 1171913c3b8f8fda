import { wireLimits } from '../../contract/wire/limits.ts'
import type { SipMessage } from '../../sip/message/message.ts'
import { buildResponse, type Answer } from '../../sip/write/response.ts'

/** What the sensor shows of itself. */
export interface Personality {
  readonly realm: string
  /** `Server` header of every answer. */
  readonly server: string
}

type Headers = NonNullable<Answer['headers']>

/** An answer that can be made shorter where the reflection guard leaves little room. */
export interface Draft extends Omit<Answer, 'headers'> {
  /** Headers a PBX would add, left out from the end of the list on. */
  readonly rich: Headers
  /** Headers without which the answer means nothing. */
  readonly headers: Headers
  /** The same, as short as they can be. */
  readonly bare: Headers
}

/** The same answer, longest form first; later ones are built only when asked for. None is too long to be written down. */
export function* formsOf(request: SipMessage, draft: Draft): Generator<Uint8Array> {
  for (const form of allForms(request, draft)) if (form.length <= wireLimits.raw) yield form
}

function* allForms(request: SipMessage, draft: Draft): Generator<Uint8Array> {
  const { rich, headers, bare, received, ...answer } = draft
  for (let kept = rich.length; kept >= 0; kept--) {
    yield buildResponse(request, {
      ...answer,
      ...(received && { received }),
      headers: [...rich.slice(0, kept), ...headers],
    })
  }
  // Without `received` too: the answer goes back to where the request came from anyway (RFC 3581 §4).
  yield buildResponse(request, { ...answer, headers: bare })
}
