import { expect, test } from 'vitest'
import { fingerprintParts } from '../../../src/renderer/views/source/fingerprint-parts.ts'
import { fingerprintOf } from '../../../src/sip/fingerprint/fingerprint.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { recording } from '../../sip/fixtures.ts'

test('every recorded message’s fingerprint is read field by field, and nothing of it is lost', () => {
  for (const name of ['svcrack', 'svmap', 'sipp-prefix-sweep', 'sipsak-options']) {
    for (const { raw } of recording(`sip-tools/${name}.jsonl`)) {
      const text = fingerprintOf(parseMessage(raw))
      const parts = fingerprintParts(text)
      expect(parts.length).toBeGreaterThan(5)
      expect(parts.map(({ value }) => value)).toEqual(
        text
          .slice(text.indexOf(':') + 1)
          .split('|')
          .filter((value) => value !== '-' && value !== ''),
      )
    }
  }
  const [svmap] = recording('sip-tools/svmap.jsonl')
  const parts = fingerprintParts(fingerprintOf(parseMessage(svmap?.raw ?? new Uint8Array())))
  expect(parts).toContainEqual({ name: 'Headers in order', value: 'v mf t f ua i m cs ac l' })
})

test('a text of another version is shown as it is', () => {
  expect(fingerprintParts('f9:something|else')).toEqual([{ name: 'Text', value: 'f9:something|else' }])
  expect(fingerprintParts('')).toEqual([{ name: 'Text', value: '' }])
})
