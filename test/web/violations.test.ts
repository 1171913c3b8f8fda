import { Writable } from 'node:stream'
import pino from 'pino'
import { expect, test } from 'vitest'
import { createViolations } from '../../src/web/violations.ts'

test('a flood of reports is counted, and does not fill the log', () => {
  const lines: string[] = []
  const sink = new Writable({ write: (line: Buffer, _encoding, done) => (lines.push(line.toString()), done()) })
  const violations = createViolations(pino(sink))
  for (let report = 0; report < 500; report += 1) violations.record(`{"report":${report}}`)
  expect(violations.summary()).toMatchObject({ count: 500 })
  expect(violations.summary().latest).toHaveLength(20)
  expect(lines.length).toBeLessThan(5)
})
