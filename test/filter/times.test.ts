import { describe, expect, it } from 'vitest'
import { echoOf } from '../../src/filter/echo/echo.ts'
import { parseFilter } from '../../src/filter/parse.ts'
import { dayStart } from '../../src/filter/times/show.ts'
import { isZone, momentOf, offsetAt } from '../../src/filter/times/zone.ts'

const now = Date.UTC(2026, 2, 1, 12, 30)

/** Beginning and end of the only stretch of time in a filter, as UTC texts. */
function stretch(text: string, zone = 'UTC', at = now): readonly (string | undefined)[] {
  const { filter, problems } = parseFilter(text, { now: at, zone })
  const value = filter?.kind === 'term' && filter.test.kind === 'oneOf' ? filter.test.values[0] : undefined
  if (value?.kind !== 'time') throw new Error(`${text}: ${JSON.stringify(problems)}`)
  return [value.from, value.to].map((time) =>
    time === undefined ? undefined : new Date(time).toISOString().replace(':00.000Z', 'Z'),
  )
}

it('reads times from now', () => {
  expect(stretch('since:now-1h')).toEqual(['2026-03-01T11:30Z', undefined])
  expect(stretch('until:now-1d12h')).toEqual([undefined, '2026-02-28T00:30Z'])
  expect(stretch('since:now-2w')).toEqual(['2026-02-15T12:30Z', undefined])
  expect(stretch('at:now-90m')).toEqual(['2026-03-01T11:00Z', '2026-03-01T12:30Z'])
  expect(stretch('at:now-2h..now-1h')).toEqual(['2026-03-01T10:30Z', '2026-03-01T11:30Z'])
  expect(stretch('expires:now+2h')).toEqual(['2026-03-01T12:30Z', '2026-03-01T14:30Z'])
  expect(stretch('expires:<now+2d')).toEqual([undefined, '2026-03-03T12:30Z'])
  expect(stretch('seen:>now-7d')).toEqual(['2026-02-22T12:30Z', undefined])
})

it('reads dates and times, with an offset of their own or in the zone', () => {
  expect(stretch('at:2026-03-01T10:00Z..2026-03-01T12:00+01:00')).toEqual(['2026-03-01T10:00Z', '2026-03-01T11:00Z'])
  expect(stretch('at:2026-03-01T10:00Z..2026-03-01T11:00+02:00')).toEqual(['2026-03-01T09:00Z', '2026-03-01T10:00Z'])
  expect(stretch('since:2026-03-01T10:00', 'Asia/Kolkata')).toEqual(['2026-03-01T04:30Z', undefined])
  expect(stretch('since:"2026-03-01 10:00"', 'America/Denver')).toEqual(['2026-03-01T17:00Z', undefined])
  expect(stretch('at:2026-03-01T10:00')).toEqual(['2026-03-01T10:00Z', '2026-03-01T10:01Z'])
  expect(stretch('at:2026-03-01T10:00:05.250z')).toEqual(['2026-03-01T10:00:05.250Z', '2026-03-01T10:00:05.251Z'])
  expect(stretch('at:2026-03-01', 'Asia/Kolkata')).toEqual(['2026-02-28T18:30Z', '2026-03-01T18:30Z'])
  expect(stretch('at:2026-02')).toEqual(['2026-02-01T00:00Z', '2026-03-01T00:00Z'])
  expect(stretch('at:yesterday', 'Asia/Kolkata')).toEqual(['2026-02-27T18:30Z', '2026-02-28T18:30Z'])
})

it('includes a day at the end of a range, and ends at any other time', () => {
  expect(stretch('at:2026-03-01..2026-03-03')).toEqual(['2026-03-01T00:00Z', '2026-03-04T00:00Z'])
  expect(stretch('at:2026-03-01..2026-03-03T10:00')).toEqual(['2026-03-01T00:00Z', '2026-03-03T10:00Z'])
  expect(stretch('until:2026-03-01')).toEqual([undefined, '2026-03-02T00:00Z'])
  expect(stretch('seen:<=2026-03-01')).toEqual([undefined, '2026-03-02T00:00Z'])
  expect(stretch('seen:<2026-03-01')).toEqual([undefined, '2026-03-01T00:00Z'])
  expect(stretch('seen:>2026-03-01')).toEqual(['2026-03-02T00:00Z', undefined])
  expect(stretch('at:2026-03-01..')).toEqual(['2026-03-01T00:00Z', undefined])
  expect(stretch('at:..2026-03-01')).toEqual([undefined, '2026-03-02T00:00Z'])
})

describe('days on which clocks are changed', () => {
  const days: readonly (readonly [string, string, number])[] = [
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/Denver', '2026-03-08', 23],
    ['America/Denver', '2026-11-01', 25],
    ['Asia/Kolkata', '2026-03-29', 24],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ]
  it.each(days)('%s %s has %d hours', (zone, date, hours) => {
    const [from = '', to = ''] = stretch(`at:${date}`, zone)
    expect((Date.parse(to) - Date.parse(from)) / 3_600_000).toBe(hours)
    const start = Date.parse(from)
    expect(dayStart(start + 3 * 3_600_000, zone)).toBe(start)
    expect(dayStart(start, zone, 1)).toBe(Date.parse(to))
  })

  /** A time that clocks skip is as much later as they skip, and of two the first is meant. Both are said. */
  const times: readonly (readonly [string, string, string, string])[] = [
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30Z', '2026-03-29 03:30 +02:00'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30Z', '2026-10-25 02:30 +02:00'],
    ['America/Denver', '2026-03-08T02:30', '2026-03-08T09:30Z', '2026-03-08 03:30 -06:00'],
    ['America/Denver', '2026-11-01T01:30', '2026-11-01T07:30Z', '2026-11-01 01:30 -06:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:45Z', '2026-10-04 02:45 +11:00'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45Z', '2026-04-05 01:45 +11:00'],
  ]
  it.each(times)('%s %s', (zone, text, utc, said) => {
    expect(stretch(`since:${text}`, zone)).toEqual([utc, undefined])
    const { problems } = parseFilter(`since:${text}`, { now, zone })
    expect(problems).toMatchObject([{ weight: 'hint', from: 6, to: 6 + text.length }])
    expect(problems[0]?.message).toContain(said)
  })

  it('an echo says which of two equal times it is', () => {
    const echo = (text: string): string => {
      const options = { now, zone: 'Europe/Berlin' }
      return echoOf(parseFilter(text, options).filter!, options)
    }
    expect(echo('since:2026-10-25T02:30')).toBe('Messages since 2026-10-25 02:30 +02:00 (Europe/Berlin)')
    expect(echo('since:2026-10-25T01:30Z')).toBe('Messages since 2026-10-25 02:30 +01:00 (Europe/Berlin)')
    expect(echo('since:2026-10-25T03:30')).toBe('Messages since 2026-10-25 03:30 (Europe/Berlin)')
  })
})

it('agrees with the tables of zones at every hour of a year', () => {
  for (const zone of ['Europe/Berlin', 'America/Denver', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
    for (let time = Date.UTC(2026, 0); time < Date.UTC(2027, 0); time += 3_600_000 * 5) {
      const { time: back, trouble } = momentOf(time + offsetAt(time, zone), zone)
      if (trouble === undefined) expect(back).toBe(time)
      else expect(time - back === 0 || time - back === 3_600_000 || time - back === 1_800_000).toBe(true)
    }
  }
})

it('knows which zones there are', () => {
  expect(isZone('Europe/Berlin')).toBe(true)
  expect(isZone('UTC')).toBe(true)
  expect(isZone('Mars/Base')).toBe(false)
  expect(isZone('')).toBe(false)
})
