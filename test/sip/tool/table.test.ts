import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toolCodes } from '../../../src/engine/store/codes.ts'
import { analyse } from '../../../src/sip/analysis.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { certainScore } from '../../../src/sip/tool/match.ts'
import { toolTable } from '../../../src/sip/tool/table.ts'
import { toolVerdict } from '../../../src/sip/tool/verdict.ts'
import { examples } from './examples/examples.ts'
import { jsonSchema, tableSchema } from './table-schema.ts'
import { spent } from '../../support/cost.ts'

const folder = join(import.meta.dirname, '../../../resources/signatures')
const signatures = toolTable.flatMap((tool) => tool.signatures.map((signature) => ({ tool, signature })))
const matchers = signatures.flatMap(({ signature: { features, programs, versionsBy } }) => [
  ...features,
  ...programs,
  ...versionsBy,
])

describe('the table of tools', () => {
  it('fits its schema, and the schema for editors is the same', async () => {
    const table: unknown = JSON.parse(readFileSync(join(folder, 'tools.json'), 'utf8'))
    expect(tableSchema.safeParse(table).error).toBeUndefined()
    await expect(await jsonSchema()).toMatchFileSnapshot(join(folder, 'tools.schema.json'))
  })

  it('names each tool and each number once, and keeps the numbers that stored rows hold', () => {
    const { length } = toolTable
    expect(new Set(toolTable.map(({ id }) => id)).size).toBe(length)
    expect(new Set(toolTable.map(({ code }) => code)).size).toBe(length)
    const first = 'unknown sipvicious sipcli sipsak sipp sippts mr-sip nmap zmap pjsip cisco asterisk softphone'
    const stored = [
      ...first.split(' '),
      'other-scanner',
      'counterpath',
      'linphone',
      'zoiper',
      'cisco-v11',
      'resiprocate',
    ]
    expect(stored.map((id) => toolCodes.encode(id))).toEqual(stored.keys().toArray())
    for (const { id } of toolTable) expect(toolCodes.decode(toolCodes.encode(id))).toBe(id)
  })

  it('gives each name to one tool', () => {
    const names = toolTable.flatMap((tool) => [...tool.names, ...tool.wholeNames])
    expect(new Set(names).size).toBe(names.length)
    for (const { names, namesBuiltOn } of toolTable) {
      for (const built of Object.values(namesBuiltOn)) expect(names).toEqual(expect.arrayContaining([...(built ?? [])]))
    }
  })

  it('says for every matcher one way to compare', () => {
    for (const { matches, value } of matchers)
      expect([matches, value].filter((way) => way !== undefined)).toHaveLength(1)
  })

  /** Fields are bounded; what could still take exponential time is a repetition within a repetition. */
  it.each(matchers.flatMap(({ matches }) => (matches === undefined ? [] : [matches])))(
    'the expression %s takes linear time',
    (pattern) => {
      expect(pattern).not.toMatch(/\\[1-9k]|\(\?[=!<]/)
      expect(pattern).not.toMatch(/[+*}][^()]*\)[+*{]/)
      const begins = spent()
      new RegExp(pattern).test(' v2 f mf=5'.repeat(1000))
      expect(spent() - begins).toBeLessThan(50)
    },
  )
})

describe('every signature', () => {
  it('has examples, and every example has a signature', () => {
    const names = signatures.map(({ tool, signature }) => `${tool.id}/${signature.program}`)
    expect(names.toSorted()).toEqual(Object.keys(examples).toSorted())
  })

  it('can be certain, and by more than one feature', () => {
    for (const { tool, signature } of signatures.filter(({ tool: { kind } }) => kind !== 'stack')) {
      const weights = signature.features.map(({ weight }) => weight)
      expect(
        weights.reduce((sum, weight) => sum + weight),
        tool.id,
      ).toBeGreaterThanOrEqual(certainScore)
      expect(Math.max(...weights), tool.id).toBeLessThan(certainScore)
    }
  })

  it.each(Object.keys(examples))('%s recognises its examples, whatever name they bear', (name) => {
    const [tool = ''] = name.split('/')
    for (const { raw, from, program } of examples[name] ?? []) {
      const verdict = toolVerdict(parseMessage(raw))
      expect(verdict, from).toMatchObject({ tool, ...(program !== undefined && { program }) })
      expect(verdict.features.length, from).toBeGreaterThan(1)
      const disguised = Buffer.from(raw)
        .toString('latin1')
        .replace(/^User-Agent: .*?(\r?)$/m, 'User-Agent: Zeeko$1')
      const bytes = new Uint8Array(Buffer.from(disguised, 'latin1'))
      expect(toolVerdict(parseMessage(bytes)), from).toMatchObject({ tool })
      expect(analyse({ raw: bytes, direction: 'in' }), from).toMatchObject({ tool })
    }
  })
})
