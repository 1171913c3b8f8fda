import { expect, it } from 'vitest'
import { faultsOfWhole, messageParts } from '../../../src/renderer/views/dialog/message-parts.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'

const message = (text: string) => parseMessage(new TextEncoder().encode(text))
const text = (...lines: string[]) => lines.join('\r\n')

it('shows start line, headers, body and what follows it', () => {
  const parsed = message(text('OPTIONS sip:a@b SIP/2.0', 'Via: x', 'l: 2', '', 'hi!'))
  expect(messageParts(parsed).map(({ kind, name, value }) => [kind, name, value])).toEqual([
    ['start', 'Request', 'OPTIONS sip:a@b SIP/2.0'],
    ['header', 'Via', 'x'],
    ['header', 'l', '2'],
    ['body', 'Body', 'hi'],
    ['surplus', 'Surplus', '!'],
  ])
})

it('puts each fault beside its place, and what is missing above all', () => {
  const parsed = message(text('OPTIONS sip:a@b SIP/2.0', 'no colon here', 'Content-Length: many', '', ''))
  const parts = messageParts(parsed)
  const codes = (at: number) => parts[at]?.faults.map(({ code }) => code)
  expect(codes(1)).toContain('header-without-colon')
  expect(codes(2)).toContain('content-length')
  expect(faultsOfWhole(parsed, parts).map(({ code }) => code)).toContain('missing-header')
})

it('shows what is no SIP whole', () => {
  const parsed = message('GET / HTTP/1.1\r\n')
  expect(messageParts(parsed)[0]).toMatchObject({ name: 'First line', value: 'GET / HTTP/1.1' })
})
