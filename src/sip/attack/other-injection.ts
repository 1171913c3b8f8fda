/**
 * Marks of other injections than SQL: each is something no phone writes. `Dog & Cat Clinic` is a name: a command must go
 * on like one, with an option, a path or an address, or stand alone.
 */
const marks: readonly { readonly reason: string; readonly pattern: RegExp }[] = [
  {
    reason: 'a script for a browser (XSS)',
    pattern:
      /<(?:\/?script|img|svg|iframe|object|embed|body|math|video|marquee)\b|\bjavascript:|\bon(?:error|load|mouseover|focus|click)\s?=/i,
  },
  {
    reason: 'a shell command',
    pattern:
      /\$\([a-z/]|`[a-z/][^`]{0,200}`|[;|&\n] ?(?:wget|curl|nc|bash|sh|cat|ping|chmod|rm|python\d?|perl|tftp|busybox|php)(?: |\$\{?IFS)(?=\S{0,200}[-/.:$~\d])|[;|&\n] ?(?:id|uname|whoami|bash|sh|reboot)(?: ?[;|&]| ?$| -)|\/bin\/(?:ba)?sh\b|\$\{?IFS\b/i,
  },
  {
    reason: 'a path out of its folder',
    pattern:
      /(?:\.\.[/\\]){2}|\/etc\/(?:passwd|shadow|asterisk|freeswitch)\b|\bfile:\/\/\/|\b(?:php|expect|phar):\/\//i,
  },
  {
    reason: 'a template or look-up',
    pattern: /\$\{(?:jndi|env|lower|upper|sys|::-|\w{0,8}:)|\{\{.{1,64}\}\}|<%=|#\{[^}]{1,64}\}/i,
  },
  { reason: 'a format string', pattern: /(?:%[0-9$.*l]{0,6}[snpxd]){4}/ },
  { reason: 'a line break that begins a line of SDP', pattern: /[\r\n]+[vosicbtma]=/ },
  { reason: 'a line break that begins a header', pattern: /[\r\n]+[A-Za-z][A-Za-z-]{1,30} ?:/ },
]

/** Every mark needs one of these. */
const worthALook = /[<$`;|&%\r\n]|\.\.|\/etc|\/bin|\{[{%]|#\{|javascript|:\/\/|\bon[a-z]{4,9}\s?=/i

/**
 * What makes a text an injection, in words; `undefined` when nothing does.
 *
 * @param text one field, its %-escapes decoded once
 */
export function otherInjection(text: string): string | undefined {
  if (!worthALook.test(text)) return undefined
  return marks.find(({ pattern }) => pattern.test(text))?.reason
}
