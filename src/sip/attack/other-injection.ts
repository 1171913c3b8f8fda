/**
 * Marks of other injections than SQL: each is something no phone writes. `Dog & Cat Clinic` is a name: a command must go
 * on like one, with an option, a path or an address, or stand alone.
 */
const marks: readonly { readonly reason: string; readonly pattern: RegExp }[] = [
  {
    reason: 'a script for a browser (XSS)',
    pattern:
      /<(?:\/?script|img|svg|iframe|object|embed|body|math|video|marquee)\b|<(?:a|form|input|link|meta|base|style|details|audio|button|b)\s[^>]{0,60}\b(?:href|src|action|content|formaction|on\w{4,20})\s?=|<style>@|\bjavascript:|\bon(?:error|load|mouse\w{2,5}|focus|click|toggle|key\w{2,5}|begin|animation\w{3,9})\s?=/i,
  },
  {
    reason: 'a shell command',
    pattern:
      /\$\([a-z/]|`[a-z/][^`]{0,200}`|[;|&\n] ?(?:wget|curl|nc|bash|sh|cat|ping|chmod|rm|python\d?|perl|tftp|php|sleep|nslookup|dig|touch|telnetd?|cp|mv|kill|echo)(?: |\$\{?IFS)(?=\S{0,200}[-/.:$~\d])|[;|&\n] ?busybox [a-z]|[;|&\n] ?(?:id|uname|whoami|reboot|ifconfig|netstat)(?: ?[;|&]| ?$| -)|[|\n] ?(?:id|whoami|(?:ba)?sh)(?: ?[;|&@]| ?$| -)|\/bin\/(?:ba)?sh\b|\$\{?IFS\b/i,
  },
  {
    reason: 'a call that runs a program',
    pattern: /\b(?:eval|exec|system|passthru|shell_exec|popen)\((?:["']|\w{1,20}\()/i,
  },
  { reason: 'a second channel for the Dial of Asterisk', pattern: /&(?:SIP|PJSIP|Local|IAX2|DAHDI|Zap)\/\w/i },
  {
    reason: 'a path out of its folder',
    pattern:
      /(?:\.\.[/\\]){2}|\/etc\/(?:passwd|shadow|asterisk|freeswitch)\b|\/proc\/self\b|\/var\/(?:www|log|spool|lib)\/|\b[a-z]:\\windows\\|\bfile:\/\/\/|\b(?:php|expect|phar):\/\//i,
  },
  {
    reason: 'a template or look-up',
    pattern:
      /\$\{(?:jndi|env|lower|upper|sys|::-|\w{0,8}:|[^}]{0,64}[(*])|\{\{.{1,64}\}\}|\{%.{1,64}%\}|<%=|#\{[^}]{1,64}\}/i,
  },
  { reason: 'code or an entity for a parser', pattern: /<\?php\b|<!ENTITY\b|<!DOCTYPE[^>]{0,60}\[/i },
  { reason: 'a filter for a directory (LDAP)', pattern: /\*\)\(|\)\([|&]\(|\)\(\w{1,20}=\*/ },
  {
    // What %08x has become when its escape was decoded: a backspace and an x.
    reason: 'a format string',
    pattern:
      /(?:%[0-9$.*l]{0,6}[snpxd][-., |:]?){4}|(?:%[0-9$.*l]{0,6}[snpx]){2}%(?:\d\$)?h{0,2}n|(?:\x08x[-., |:]?){2}(?:\x08x|%n)/,
  },
  { reason: 'a line break that begins a line of SDP', pattern: /[\r\n][vosicbtma]=/ },
  { reason: 'a line break that begins a header', pattern: /[\r\n][A-Za-z][A-Za-z-]{1,30} ?:/ },
  { reason: 'an empty line that ends the headers', pattern: /\r?\n\r?\n\S/ },
]

/** Every mark needs one of these. */
const worthALook =
  /[<$`;|&%\r\n\x08]|\.\.|\/(?:etc|bin|proc|var)|\{[{%]|#\{|\)\(|javascript|:\/\/|:\\|\w\(|\bon[a-z]{4,14}\s?=/i

/**
 * What makes a text an injection, in words; `undefined` when nothing does.
 *
 * @param text one field, its %-escapes decoded once
 */
export function otherInjection(text: string): string | undefined {
  if (!worthALook.test(text)) return undefined
  return marks.find(({ pattern }) => pattern.test(text))?.reason
}
