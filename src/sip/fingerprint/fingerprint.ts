import type { SipMessage } from '../message/message.ts'

/** Stable text of how a message is built: same program and task, same text. '' when the bytes are no SIP. */
export function fingerprintOf({ start, headers }: SipMessage): string {
  if (!start) return ''
  const what = start.kind === 'request' ? start.method : 'answer'
  return `${what}/${headers.map(({ name }) => name).join(',')}`
}
