import type { SipMessage } from '../message/message.ts'
import { injectable } from './fields.ts'

/**
 * Marks of other injections than SQL: each is something no phone writes. `Dog & Cat Clinic` is a name: a command must go
 * on like one, with an option, a path or an address, or stand alone.
 */
const marks: readonly { readonly reason: string; readonly pattern: RegExp }[] = [
  {
    reason: 'a script for a browser',
    pattern: /<(?:\/?script|img|svg|iframe|object|embed|body)\b|\bjavascript:|\bon(?:error|load|mouseover)\s?=/i,
  },
  {
    reason: 'a shell command',
    pattern:
      /\$\([a-z/]|`[a-z/][^`]{0,200}`|[;|&] ?(?:wget|curl|nc|bash|sh|cat|ping|chmod|rm|python\d?|perl) (?=\S{0,200}[-/.:$~\d])|[;|&] ?(?:id|uname|whoami|bash|sh)(?: ?[;|&]| ?$| -)|\/bin\/(?:ba)?sh\b/i,
  },
  { reason: 'a path out of its folder', pattern: /(?:\.\.[/\\]){2}|\/etc\/(?:passwd|shadow|asterisk)\b/i },
  { reason: 'a template or look-up', pattern: /\$\{(?:jndi|env|lower|sys):|\{\{.{1,64}\}\}/i },
  { reason: 'a format string', pattern: /(?:%[0-9$]{0,4}[snpx]){4}/ },
]

/** Every mark needs one of these. */
const worthALook = /[<$`;|&%]|\.\.|\/etc|\/bin|\{\{|javascript/i

/** What makes a message an injection, in words; `undefined` when nothing does. */
export function otherInjection(message: SipMessage): string | undefined {
  for (const text of injectable(message)) {
    if (!worthALook.test(text)) continue
    const found = marks.find(({ pattern }) => pattern.test(text))
    if (found) return found.reason
  }
  return undefined
}
