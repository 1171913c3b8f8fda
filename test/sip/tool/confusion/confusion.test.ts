import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus } from '../../fixtures.ts'
import { captures, fetchedPart, keptPart } from './table.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/confusion.md'), 'utf8')
const folder = corpus()
if (folder === undefined) console.log('Skipped: no captures of real attacks here; name their folder in HONEYNET_CORPUS')

/** After a change of signatures: npm run confusion. */
describe('docs/confusion.md', () => {
  it('says what is recognised in the recordings kept here', () => {
    expect(page.slice(0, page.indexOf(captures)).trim()).toBe(keptPart().trim())
  })

  it.skipIf(folder === undefined)('says what is recognised in the captures', () => {
    expect(page.slice(page.indexOf(captures)).trim()).toBe(fetchedPart(folder ?? '').trim())
  })

  it('knows every tool that it was recorded from, and none where there is none', () => {
    const rows = keptPart()
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.trim()))
    expect(rows.find(([, writer]) => writer === 'SIPVicious')?.slice(2, -1)).toEqual(['245', '', '', '', '', ''])
    // One of RFC 4475's messages was written with reSIProcate.
    expect(rows.find(([, writer]) => writer === '–')?.slice(2, -1)).toEqual(['', '', '', '', '1', '55'])
  })
})
