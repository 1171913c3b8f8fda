import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retention as schema, type Retention } from '../../../src/contract/console/data.ts'
import {
  draftOf,
  limitWords,
  loweredFields,
  readDraft,
  sameRetention,
  type RetentionDraft,
  type RetentionField,
} from '../../../src/renderer/views/settings/retention-form.ts'

const forEver: Retention = { raw: null, events: null, rollups: null, entities: null, budget: null }
const megabyte = 1_000_000

/** The form as somebody has filled it in; fields that are not named stay as they are. */
const typed = (figures: Partial<Record<RetentionField, string>>, unit: 'MB' | 'GB' = 'GB'): RetentionDraft => {
  const changed = Object.entries(figures).map(([name, figure]) => [name, { forEver: false, figure }])
  return { ...draftOf(forEver), ...(Object.fromEntries(changed) as Partial<RetentionDraft>), unit }
}
const problemsOf = (draft: RetentionDraft): object => {
  const reading = readDraft(draft)
  return reading.ok ? {} : reading.problems
}

const days = fc.option(fc.integer({ min: 1, max: 3650 }))
const retentions = fc.record({
  raw: days,
  events: days,
  rollups: days,
  entities: days,
  budget: fc.option(fc.integer({ min: 68, max: 9_000_000 }).map((size) => size * megabyte)),
})
const length = (value: number | null): number => value ?? Infinity

describe('the form of retention', () => {
  it('shows what is set and reads it back, or says what contradicts itself', () => {
    fc.assert(
      fc.property(retentions, (set) => {
        const reading = readDraft(draftOf(set))
        const sound = length(set.raw) <= length(set.events) && length(set.events) <= length(set.entities)
        expect(reading.ok).toBe(sound)
        if (reading.ok) expect(reading.retention).toEqual(set)
      }),
    )
  })

  it('lets nothing through that the engine would refuse, whatever is typed', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.double().map(String), fc.integer().map(String))
    fc.assert(
      fc.property(text, text, fc.constantFrom('MB' as const, 'GB' as const), (figure, budget, unit) => {
        const reading = readDraft(typed({ rollups: figure, budget }, unit))
        if (reading.ok) expect(schema.safeParse(reading.retention).success).toBe(true)
        else expect(Object.values(reading.problems).every((problem) => problem.length > 0)).toBe(true)
      }),
    )
  })

  it.each(['0', '3651', '-1', '1.5', '1e2', '', ' ', 'ten', '٣', '0x10', '30 days'])('takes no %j days', (figure) => {
    expect(problemsOf(typed({ rollups: figure }))).toEqual({ rollups: 'Whole days, 1 to 3650' })
  })

  it('reads sizes in MB and GB, and says the least that is possible', () => {
    expect(readDraft(typed({ budget: ' 1.5 ' }))).toEqual({ ok: true, retention: { ...forEver, budget: 1.5e9 } })
    expect(readDraft(typed({ budget: '67.2' }, 'MB'))).toMatchObject({ ok: true })
    expect(problemsOf(typed({ budget: '67' }, 'MB'))).toEqual({ budget: 'At least 67.2 MB' })
    expect(problemsOf(typed({ budget: '999999999' }))).toEqual({ budget: 'More than any disk holds' })
    expect(problemsOf(typed({ budget: 'plenty' }))).toEqual({ budget: 'A size, such as 1.5' })
  })

  it('keeps raw bytes no longer than messages, and sources no shorter', () => {
    expect(problemsOf(typed({ events: '30' }))).toHaveProperty('raw')
    expect(problemsOf(typed({ raw: '31', events: '30' }))).toHaveProperty('raw')
    expect(problemsOf(typed({ raw: '30', events: '30', entities: '29' }))).toHaveProperty('entities')
    expect(problemsOf(typed({ raw: '30', events: '30', entities: '30' }))).toEqual({})
  })
})

describe('what a change of retention means', () => {
  it('names every field that keeps less, and no other', () => {
    fc.assert(
      fc.property(retentions, retentions, (from, to) => {
        const lowered = new Set(loweredFields(from, to))
        for (const name of ['raw', 'events', 'rollups', 'entities', 'budget'] as const)
          expect(lowered.has(name)).toBe(length(to[name]) < length(from[name]))
        if (sameRetention(from, to)) expect(lowered.size).toBe(0)
      }),
    )
  })

  it('says limits in words', () => {
    expect(limitWords('raw', null)).toBe('for ever')
    expect(limitWords('raw', 1)).toBe('1 day')
    expect(limitWords('budget', null)).toBe('no limit')
    expect(limitWords('budget', 20e9)).toBe('20.0 GB')
  })
})
