import { afterEach, expect, test } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { quickSearch } from '../../../src/engine/store/search.ts'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

const options = (source: string, callId: string, time: number): WireEvent => {
  const lines = [
    'OPTIONS sip:100@192.0.2.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${time}`,
    'From: <sip:100@192.0.2.1>;tag=1',
    'To: <sip:100@192.0.2.1>',
    `Call-ID: ${callId}`,
    'CSeq: 1 OPTIONS',
  ]
  return [time * 1000, 0, source, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)]
}

const long = `${'x'.repeat(300)}@192.0.2.7`
const hits = (text: string) => quickSearch(open?.store.reader ?? never(), text).filter(({ kind }) => kind === 'call-id')
const never = (): never => {
  throw new Error('no store')
}

test('a whole Call-ID is found at every source that used it, however long it is', () => {
  open = openTestStore(1)
  const traffic = [
    options('198.51.100.1', '8f3b1c77@203.0.113.5', 1),
    options('198.51.100.2', '8f3b1c77@203.0.113.5', 2),
    options('198.51.100.3', '8f3b1c78@203.0.113.5', 3),
    options('198.51.100.3', long, 4),
    options('198.51.100.3', `${long}1`, 5),
  ]
  open.events.store({ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events: traffic.map(factsOf) })
  expect(hits('8f3b1c77@203.0.113.5').map(({ label }) => label)).toEqual([
    '8f3b1c77@203.0.113.5',
    '8f3b1c77@203.0.113.5',
  ])
  expect(hits('8f3b1c78@203.0.113.5')).toHaveLength(1)
  expect(hits(long)).toHaveLength(1)
  expect(hits('8f3b1c7')).toEqual([])
})
