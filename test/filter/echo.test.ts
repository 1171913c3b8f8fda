import { expect, it } from 'vitest'
import { echoOf } from '../../src/filter/echo/echo.ts'
import { fields } from '../../src/filter/fields.ts'
import { parseFilter } from '../../src/filter/parse.ts'

const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'Europe/Berlin' }
function echo(text: string): string {
  const { filter, problems } = parseFilter(text, options)
  expect(
    problems.filter(({ weight }) => weight === 'error'),
    text,
  ).toEqual([])
  return echoOf(filter!, options)
}

it('reads as English', () => {
  const sentences: readonly (readonly [string, string])[] = [
    ['', 'All messages'],
    ['-*', 'No messages'],
    [
      'method:INVITE country:DE,NL since:now-1h -label:research',
      'INVITEs from DE or NL in the last hour, not labelled research',
    ],
    ['method:INVITE,REGISTER,BYE', 'INVITEs, REGISTERs or BYEs'],
    ['-method:INVITE', 'Messages that are not INVITEs'],
    ['method:"x y"', 'Messages that are messages with a method “x y”'],
    ['code:404', 'Answers with status 404'],
    ['code:>=400 method:INVITE', 'Answers to INVITEs with status 400 or more'],
    ['code:* ua:*', 'Answers with a User-Agent'],
    ['-code:*', 'Messages that are not answers'],
    ['src:198.51.100.0/24 transport:tcp,tls', 'Messages from 198.51.100.0/24 over TCP or TLS'],
    [
      'ua:*scan*,x,sip*,*"a b",p*q',
      'Messages with a User-Agent containing scan, x, starting with sip, ending in “a b” or like p*q',
    ],
    ['-ua:* -ban:yes', 'Messages without a User-Agent, without a ban'],
    [
      'tool:sipvicious class:sql-injection,toll-fraud',
      'Messages written by SIPVicious classed as SQL injection or toll fraud',
    ],
    ['risk:>=high verdict:low', 'Messages of severity high or worse from a source judged low'],
    ['rr:* -rr:tcp', 'Messages from a proven source, not from a source proven by a TCP connection'],
    ['malformed:yes -whitelisted:no', 'Messages malformed, whitelisted'],
    ['-whitelisted:hidden', 'Messages not hidden by the whitelist'],
    ['state:held,queued -state:held', 'Messages whose ban is held or queued, whose ban is not held'],
    ['expires:<now+2d', 'Messages whose ban ends before 2026-03-03 13:00 (Europe/Berlin)'],
    ['-expires:now+2h', 'Messages whose ban does not end in the next 2 hours'],
    ['seen:>now-7d', 'Messages from a source first seen in the last week'],
    [
      'num:46850780296,+46850780296,*780296',
      'Messages dialling 46850780296, exactly +46850780296 or a number ending in 780296',
    ],
    ['num:46850780296 prefix:900', 'Messages dialling 46850780296 behind prefix 900'],
    ['prefix:""', 'Messages dialling without a prefix'],
    ['user:100,101 auth:*', 'Messages naming user 100 or 101 guessing a password'],
    ['asn:AS64500 dialog:7 size:>=1300', 'Messages from AS64500, in dialog 7, of 1300 bytes or more'],
    ['at:2026-03-01', 'Messages on 2026-03-01 (Europe/Berlin)'],
    ['at:2026-03-01..2026-03-03', 'Messages from 2026-03-01 through 2026-03-03 (Europe/Berlin)'],
    ['at:2026-03-01T10:00Z..2026-03-01T10:30Z', 'Messages between 2026-03-01 11:00 and 11:30 (Europe/Berlin)'],
    [
      'since:2026-02-01 until:2026-02-28',
      'Messages since 2026-02-01 (Europe/Berlin) until the end of 2026-02-28 (Europe/Berlin)',
    ],
    ['since:now-1h method:BYE sensor:fra-1 region:eu', 'BYEs seen by sensor fra-1, in region eu, in the last hour'],
    ['a or method:BYE', 'Messages with “a” as address, number, User-Agent, Call-ID or user; or BYEs'],
    [
      '(method:BYE or country:DE,NL) -(dir:out malformed:yes)',
      'Messages (that are BYEs, or from DE or NL), not (sent by a sensor, and malformed)',
    ],
    ['~"a|b" -raw:"\\x00x"', 'Messages whose bytes match “a|b”, whose bytes do not hold "\\0x"'],
    ['fingerprint:* campaign:"Night shift"', 'Messages with a fingerprint in campaign “Night shift”'],
  ]
  for (const [text, sentence] of sentences) expect(echo(text), text).toBe(sentence)
})

it('shows text that acts as escapes, and cuts what is long', () => {
  expect(echo('ua:"\u202eevil\\n"')).toBe('Messages with User-Agent “\\u202Eevil\\n”')
  expect(echo(`ua:${'x'.repeat(200)}`)).toBe(`Messages with User-Agent “${'x'.repeat(80)}…”`)
  expect(echo(`user:${Array.from({ length: 20 }, (_, at) => at + 100).join(',')}`)).toBe(
    'Messages naming user 100, 101, 102, 103, 104, 105, 106 or 13 more',
  )
})

it('says as what a bare word was found', () => {
  const { filter } = parseFilter('-100 46850780296', options)
  const wordIs = (text: string): 'user' | 'num' => (text === '100' ? 'user' : 'num')
  expect(echoOf(filter!, { ...options, wordIs })).toBe('Messages dialling 46850780296, not naming user 100')
})

it('has words for every field, its opposite and its example', () => {
  const said = fields.flatMap(({ name, example, type }) => {
    const isOneEnd = type.kind === 'time' && type.side !== 'stretch'
    return [example, `-(${example})`, ...(isOneEnd ? [] : [`${name}:*`, `-${name}:*`])].map((text) => echo(text))
  })
  for (const sentence of said) expect(sentence).toMatch(/^(?:[A-Z]{3,}s|Messages|Answers|All messages)\b/)
  expect(said.join('\n')).not.toMatch(/undefined|\[object|  |not not|not are/)
})
