import { expect, test } from 'vitest'
import { fingerprintParts } from '../../../src/renderer/views/source/fingerprint-parts.ts'
import { fingerprintOf } from '../../../src/sip/fingerprint/fingerprint.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'

/** As svmap 0.3.3 sends it. */
const svmap = [
  'OPTIONS sip:100@127.0.0.1 SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK-1953166338;rport',
  'Max-Forwards: 70',
  'To: "sipvicious"<sip:100@1.1.1.1>',
  'From: "sipvicious"<sip:100@1.1.1.1>;tag=3766303030303031313363650133393536383137343338',
  'User-Agent: friendly-scanner',
  'Call-ID: 421973750021477689669714',
  'Contact: sip:100@127.0.0.1:5060',
  'CSeq: 1 OPTIONS',
  'Accept: application/sdp',
  'Content-Length: 0',
  '',
  '',
].join('\r\n')

test('a fingerprint is read field by field, and nothing of it is lost', () => {
  const text = fingerprintOf(parseMessage(new TextEncoder().encode(svmap)))
  const parts = fingerprintParts(text)
  expect(parts).toContainEqual({ name: 'Headers in order', value: 'v mf t f ua i m cs ac l' })
  expect(parts).toContainEqual({ name: 'Max-Forwards', value: '70' })
  expect(parts).toContainEqual({ name: 'Line ends', value: 'crlf' })
  expect(parts.map(({ value }) => value)).toEqual(
    text
      .slice(text.indexOf(':') + 1)
      .split('|')
      .filter((value) => value !== '-'),
  )
})

test('a text of another version is shown as it is', () => {
  expect(fingerprintParts('f9:something|else')).toEqual([{ name: 'Text', value: 'f9:something|else' }])
  expect(fingerprintParts('')).toEqual([{ name: 'Text', value: '' }])
})
