import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { serialise } from '../../../src/sip/message/spans.ts'

const folder = new URL('../../fixtures/telephones/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.sip'))

describe('a message of a telephone or PBX has no fault, not even a slight one', () => {
  it('and there are some', () => expect(files.length).toBeGreaterThan(20))

  it.each(files)('%s', (name) => {
    const message = parseMessage(readFileSync(new URL(name, folder)))
    expect(message.faults).toEqual([])
    expect(message.start).toBeDefined()
    expect(Buffer.from(serialise(message)).equals(message.bytes)).toBe(true)
  })
})
