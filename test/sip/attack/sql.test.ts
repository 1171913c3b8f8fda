import { describe as group, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../../src/sip/analysis.ts'
import { sqlScore, sqlThreshold } from '../../../src/sip/attack/sql/score.ts'
import { fixture, recording, request } from '../fixtures.ts'
import { harmlessTexts } from './sql-harmless.ts'
import { attackTexts } from './sql-variants.ts'
import { spent } from '../../support/cost.ts'

const received = (raw: Uint8Array): Analysis => analyse({ raw, direction: 'in' })
const withHeaders = (headers: Record<string, string>): Analysis =>
  received(request({ start: 'REGISTER sip:h SIP/2.0', headers }))
const isSql = (raw: Uint8Array): boolean => received(raw).class === 'sql-injection'

/** From pairs of found and true. */
function measure(pairs: readonly (readonly [boolean, boolean])[]): {
  precision: number
  recall: number
  texts: number
} {
  const right = pairs.filter(([found, is]) => found && is).length
  const found = pairs.filter(([said]) => said).length
  const all = pairs.filter(([, is]) => is).length
  return { precision: right / found, recall: right / all, texts: pairs.length }
}

const register = (headers: Record<string, string>): Uint8Array => request({ start: 'REGISTER sip:h SIP/2.0', headers })
const escaped = (text: string): string => text.replaceAll(/["\\]/g, '\\$&')

/** As a client must write it (RFC 3261 §25.1 user), unless it is written so already. */
const inUser = (text: string): string =>
  text.includes('%') ? text : text.replaceAll(/[^\w\-.!~*'()&=+$,;?/]/gu, (char) => encodeURIComponent(char))

/** Where a text may stand in a message. */
const texts: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['User-Agent', (text) => register({ 'User-Agent': text || 'x' })],
  ['a quoted display name', (text) => register({ From: `"${escaped(text)}" <sip:a@b>;tag=1` })],
  ['a user name of a digest', (text) => register({ Authorization: `Digest username="${escaped(text)}", realm="r"` })],
  ['a user part', (text) => register({ To: `<sip:${inUser(text)}@h>` })],
  ['a header that nobody knows', (text) => register({ 'X-Odd': text || 'x' })],
]

const lines = (name: string): readonly string[] =>
  new TextDecoder()
    .decode(fixture(`sip-labelled/${name}.txt`))
    .split('\n')
    .filter((line) => line !== '')

group('SQL injection', () => {
  const labelled = recording('sip-labelled/sqli-labelled.jsonl')

  it('has precision and recall of at least 0.98 on the labelled messages', () => {
    const measured = measure(labelled.map(({ raw, label }) => [isSql(raw), label === 'sqli']))
    console.log('SQL injection, labelled messages:', measured)
    expect(Math.min(measured.precision, measured.recall)).toBeGreaterThanOrEqual(0.98)
  })

  it.each(texts)('has precision and recall of at least 0.98 on generated texts: %s', (where, wrap) => {
    const labels = [...attackTexts(900, 11), ...harmlessTexts(900, 12)]
    const wrong: string[] = []
    const measured = measure(
      labels.map(({ text, sqli }) => {
        const found = isSql(wrap(text))
        if (found !== sqli) wrong.push(text)
        return [found, sqli]
      }),
    )
    console.log(`SQL injection, generated texts, ${where}:`, measured, wrong)
    expect(Math.min(measured.precision, measured.recall)).toBeGreaterThanOrEqual(0.98)
  })

  it.each(texts)('has precision and recall of at least 0.98 on texts written by hand: %s', (where, wrap) => {
    const of = (name: string, sqli: boolean): readonly (readonly [string, boolean])[] =>
      lines(name).map((text) => [text, sqli])
    const labels = [...of('sql-attacks', true), ...of('sql-harmless', false)]
    const found = labels.map(([text, sqli]) => ({ text, pair: [isSql(wrap(text)), sqli] as const }))
    const wrong = found.filter(({ pair: [is, should] }) => is !== should).map(({ text }) => text)
    const measured = measure(found.map(({ pair }) => pair))
    console.log(`SQL injection, texts written by hand, ${where}:`, measured, wrong)
    expect(Math.min(measured.precision, measured.recall)).toBeGreaterThanOrEqual(0.98)
  })

  it.each([
    { From: '<sip:a@b>;tag=1', 'User-Agent': "x' UNION ALL SELECT NULL,NULL--" },
    { From: '<sip:1%27%20OR%20%271%27%3D%271@b>;tag=1' },
    { To: "<sip:1'/**/or/**/1=1@b>" },
    { 'User-Agent': '1; DELETE FROM cdr' },
    { 'User-Agent': "a' and (select 1)=1" },
    { Contact: "<sip:x'||(select pg_sleep(5))||'@b>" },
    { 'User-Agent': "a'\r\n or 1=1" },
    { 'User-Agent': "x') or name like '%" },
    { 'User-Agent': "x' and pin is not null" },
    { 'User-Agent': "x' or id<5" },
    { 'User-Agent': 'x union select user, secret from sip' },
    { 'User-Agent': "1;update sip set secret='a'" },
    { 'User-Agent': "1; exec xp_cmdshell 'dir'" },
    { 'User-Agent': "1'; shutdown --" },
    { 'User-Agent': "admin' -- -" },
    { 'User-Agent': '1;truncate table cdr' },
    { 'User-Agent': 'x || extractvalue(1,2)' },
    { 'User-Agent': '1 || pg_sleep(9)' },
    { 'User-Agent': 'benchmark (5000000, md5(1))' },
  ])('is found in %j', (headers) => expect(withHeaders(headers).class).toBe('sql-injection'))

  it.each([
    { From: '"Conan O\'Brien" <sip:o\'brien@b>;tag=1' },
    { From: '"Rock \'n\' Roll and 2=1" <sip:a@b>;tag=1' },
    { 'User-Agent': 'Select Union Phone (update 5; insert card)' },
    { Authorization: 'Digest username="or", realm="and=x", nonce="or/=a==", uri="sip:x", response="y"' },
    { From: '"Drop Table Catering" <sip:a;b=1@b>;tag=1' },
    { To: '<sip:*21*0123%23@h>' },
    { From: '"Smith (Holdings) and Sons" <sip:a@b>;tag=1' },
    { From: '"The \\"A\\" and B" <sip:a@b>;tag=1' },
    { From: '"\'Best\' or nothing is fine" <sip:a@b>;tag=1' },
    { From: '"Bob\' #3" <sip:a@b>;tag=1' },
    { Subject: "The Jones' -- a family" },
    { Subject: 'Dinner (pasta) or something like it; delete from your list' },
    { Subject: 'tasks; update my set of phones; exec meeting; shutdown on Friday' },
    { Subject: 'Union Select Ltd, Berlin: benchmark (2) results, sleep (8 hours)' },
    { From: '"Smith and Sons" <sip:order-by@b>;tag=or=1' },
  ])('is not found in %j', (headers) => expect(withHeaders(headers).class).not.toMatch(/injection/))
})

group('the score of a text', () => {
  it('sums up different reasons, each with its place', () => {
    const { score, marks } = sqlScore("admin' union select 1,2 from users where id=1 --")
    expect(score).toBeGreaterThan(sqlThreshold)
    expect(marks.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['UNION SELECT', 'WHERE with a condition']),
    )
    expect(marks.find(({ reason }) => reason === 'UNION SELECT')).toMatchObject({ at: 7, weight: 10 })
  })

  it('is nothing for ordinary texts', () => expect(sqlScore('friendly-scanner')).toEqual({ score: 0, marks: [] }))

  it('does not decode twice: %2527 is text', () => {
    expect(withHeaders({ From: '<sip:1%2527%20or%201%253D1@b>;tag=1' }).class).toBe('login')
    expect(withHeaders({ From: '<sip:1%27%20or%201%3D1@b>;tag=1' }).class).toBe('sql-injection')
  })

  it.each([
    ['quotes', "' or ".repeat(2000)],
    ['brackets', `${'('.repeat(4000)}select 1`],
    ['queries', 'select a,'.repeat(700)],
    ['comments', '/*'.repeat(4000)],
    ['dashes', `'${'--'.repeat(4000)}`],
    ['signs', `' or ${'~'.repeat(8000)}1`],
    ['cases', 'case when '.repeat(800)],
  ])('takes little time for many %s', (_, text) => {
    sqlScore(text)
    const started = spent()
    for (let count = 0; count < 10; count++) sqlScore(`${text}${count}`)
    expect((spent() - started) / 10).toBeLessThan(40)
  })
})
