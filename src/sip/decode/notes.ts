import type { Decoded, DecodedValue } from './decoded.ts'
import { svmapTargetIpv6, sipviciousTag, type SipviciousTag } from './sipvicious.ts'
import { inHeader, type Writing } from './writing.ts'

/** What SIPVicious notes for itself in the From tag. */
export function* sipviciousNotes(writing: Writing): Generator<Decoded> {
  const { fromTag, from } = writing
  const tag = svmapTargetIpv6(fromTag, from.uri?.host ?? '') ?? sipviciousTag(fromTag, from.uri?.user)
  if (tag) yield inHeader(writing, 'from', 'tag', fromTag, valueOf(tag))
}

function valueOf(tag: SipviciousTag): DecodedValue {
  switch (tag.kind) {
    case 'target':
      return { kind: 'scan-target', address: tag.address, port: tag.port }
    case 'extension':
      return { kind: 'probed-extension', extension: tag.extension }
    case 'guess':
      return { kind: 'password', user: tag.user, password: tag.password }
    case 'first-contact':
      return tag
  }
}

/** sipsak's From tag is the number in its Call-ID, in hex (sipsak request.c). */
export function* sipsakNumber(writing: Writing): Generator<Decoded> {
  const { fromTag, callId } = writing
  const [, digits = ''] = /^(\d{1,10})(?:@|$)/.exec(callId) ?? []
  if (digits === '' || !/^[0-9a-f]{1,8}$/.test(fromTag) || parseInt(fromTag, 16) !== Number(digits)) return
  yield inHeader(writing, 'from', 'tag', fromTag, { kind: 'sipsak-number', number: Number(digits) })
}

/** `z9hG4bK-pid-call-message`; sipp's ACKs may have a negative message number. */
const sippBranch = /^z9hG4bK-(\d{1,10})-(\d{1,10})--?\d{1,6}$/
const sippCallId = /^(\d{1,10})-(\d{1,10})@/
const sippTag = /^(\d{1,10})SIPpTag\d(\d{1,12})$/

/** sipp writes process and call into branch, Call-ID and, in its own scenarios, the tag; scenarios may replace each. */
export function* sippCall(writing: Writing): Generator<Decoded> {
  const [inBranch, pid, call] = sippBranch.exec(writing.branch) ?? []
  const [inTag, tagPid, tagCall] = sippTag.exec(writing.fromTag) ?? []
  const [inCallId, callIdCall, callIdPid] = sippCallId.exec(writing.callId) ?? []
  if (inBranch !== undefined) yield sipp(writing, 'via', 'branch', inBranch, pid, call)
  // Two numbers with a minus between them are no proof alone.
  else if (inTag === undefined) return
  else if (inCallId !== undefined && callIdPid === tagPid)
    yield sipp(writing, 'call-id', '', inCallId, tagPid, callIdCall)
  else yield sipp(writing, 'from', 'tag', inTag, tagPid, tagCall)
}

function sipp(writing: Writing, key: string, part: string, text: string, pid = '', call = ''): Decoded {
  return inHeader(writing, key, part, text, { kind: 'sipp-call', pid: Number(pid), call: Number(call) })
}
