import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeJson, encodeJson, fromBase64, toBase64 } from '../../src/contract/rpc/json.ts'

it('writes base64 as every other program does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }),
  )
})

it('carries bytes at any depth, and any text unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.string({ unit: 'binary' }), (raw, text) => {
      const message = { rows: [{ raw, text }], n: 1.5 }
      expect(decodeJson(encodeJson(message))).toEqual(message)
    }),
  )
})

it('refuses broken base64 and broken JSON', () => {
  expect(() => decodeJson('{"$bytes":"*"}')).toThrow(SyntaxError)
  expect(() => decodeJson('{')).toThrow(SyntaxError)
})
