import { expect, it } from 'vitest'
import { decodeJson, encodeJson } from '../../src/contract/rpc/json.ts'
import { fromServer } from '../../src/contract/rpc/messages.ts'

it('settles a call that returns nothing over JSON too, which drops undefined', () => {
  const sent = { kind: 'result', id: 7, value: undefined }
  expect(fromServer.parse(decodeJson(encodeJson(sent)))).toEqual({ kind: 'result', id: 7 })
})
