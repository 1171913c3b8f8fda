import { describe, expect, it } from 'vitest'
import { faultMarks, faultWords, rangeWords } from '../../../src/renderer/views/dialog/marks.ts'
import { everythingOpen, pathsAbove, treeRows, worthOpening } from '../../../src/renderer/views/dialog/tree-rows.ts'
import { walk } from '../../../src/sip/inspect/field.ts'
import { inspect } from '../../../src/sip/inspect/tree.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'

// 101:4711, 0x01, 123: what svcrack notes.
const tag = '3130313a3437313101313233'
const lines = [
  'REGISTER sip:192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1',
  `From: <sip:101@192.0.2.1>;tag=${tag}`,
  'Call-ID: 1',
  'CSeq: 1 REGISTER',
  'Content-Length: many',
  '',
  'x',
]
const raw = new TextEncoder().encode(lines.join('\r\n'))
const root = inspect(parseMessage(raw), { direction: 'in' })

describe('the rows of the tree', () => {
  it('are the parts of the message when nothing is open', () => {
    const rows = treeRows(root, new Set())
    expect(rows.map(({ field }) => field)).toEqual(root.children)
    expect(rows[0]).toMatchObject({ level: 1, position: 1, setSize: root.children.length, expanded: false })
    expect(rows.at(-1)?.expanded).toBeUndefined()
  })

  it('tell how much is noted on fields that are closed inside', () => {
    const row = treeRows(root, new Set()).find(({ field }) => field.path === 'from')
    expect(row?.hiddenNotes).toBeGreaterThan(0)
    expect(treeRows(root, new Set(['from'])).find(({ field }) => field.path === 'from')?.hiddenNotes).toBe(0)
  })

  it('lead to everything that gives something away', () => {
    const open = worthOpening(root)
    expect(open.has('from')).toBe(true)
    expect(open.has('via')).toBe(false)
    const row = treeRows(root, open).find(({ field }) => field.path === 'from.tag')
    expect(row).toMatchObject({ level: 2, parent: 'from' })
  })

  it('are all fields when everything is open', () => {
    expect(treeRows(root, everythingOpen(root)).length + 1).toBe([...walk(root)].length)
  })

  it('know what stands above a field', () => {
    const host = [...walk(root)].find(({ path }) => path === 'from.uri.host')
    expect(host && pathsAbove(root, host)).toEqual(['message', 'from', 'from.uri'])
  })
})

describe('faults in the bytes', () => {
  it('are marked where they are, and told with their rule', () => {
    const [mark] = faultMarks(root).filter(({ fault }) => fault.code === 'content-length')
    expect(mark && new TextDecoder().decode(raw.subarray(mark.start, mark.end))).toBe('Content-Length: many\r\n')
    expect(mark && faultWords(mark.fault)).toMatch(/^Content-Length is no number \(RFC 3261 §20\.14/)
  })

  it('have no mark when they are about what is missing', () => {
    expect(faultMarks(root).some(({ fault }) => fault.code === 'missing-header')).toBe(false)
    expect(root.faults.map(({ code }) => code)).toContain('missing-header')
  })
})

it('tells a range of bytes', () => {
  expect(rangeWords({ start: 4, end: 9 })).toBe('bytes 4–8, 5 in all')
  expect(rangeWords({ start: 4, end: 5 })).toBe('byte 4')
})
