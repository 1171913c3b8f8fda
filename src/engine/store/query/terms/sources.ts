import type { FieldName } from '../../../../filter/fields.ts'
import type { Test } from '../../../../filter/filter.ts'
import { severityCodes, toMilliseconds } from '../../codes.ts'
import type { Reader } from '../../connection.ts'
import { setCondition, type Condition } from '../condition.ts'
import { lengthOf, type Run } from '../run.ts'
import { setOf } from '../sets.ts'
import { sourcesInSystems } from '../systems.ts'
import { textsTest, timeTest } from '../values.ts'
import { sourcesInside } from './addresses.ts'
import { standingTerm } from './standing.ts'

interface Id {
  readonly id: number
}

const idsIn = (reader: Reader, sql: string, ...params: readonly (string | number)[]): number[] =>
  reader.all<Id>(sql, ...params).map(({ id }) => id)

/** The condition of a term whose field belongs to the source. */
export function sourceTerm(run: Run, field: FieldName, test: Test): Condition {
  const sourceIds = finders[field]
  if (sourceIds) return setCondition('sources', setOf(sourceIds(run.reader, test), lengthOf(run.reader, 'source')))
  if (field === 'asn')
    return setCondition('sources', setOf(sourcesInSystems(run, test), lengthOf(run.reader, 'source')))
  return standingTerm(run, field, test)
}

const finders: Partial<Record<FieldName, (reader: Reader, test: Test) => Iterable<number>>> = {
  src: addressed,
  country: inCountries,
  campaign: inCampaigns,
  label: labelled,
  verdict: judged,
  seen: firstSeen,
}

function addressed(reader: Reader, test: Test): number[] {
  if (test.kind === 'any') return idsIn(reader, 'SELECT id FROM source')
  return test.values.flatMap((value) => (value.kind === 'network' ? sourcesInside(reader, value.network) : []))
}

function inCountries(reader: Reader, test: Test): number[] {
  const fits = textsTest('country', test)
  const places = reader
    .all<Id & { readonly country: string }>('SELECT id, country FROM place')
    .flatMap(({ id, country }) => (fits([country]) ? id : []))
  const sql = 'SELECT id FROM source WHERE place IN (SELECT value FROM json_each(?))'
  return places.length === 0 ? [] : idsIn(reader, sql, JSON.stringify(places))
}

/** A campaign goes by its name. */
function inCampaigns(reader: Reader, test: Test): number[] {
  const fits = textsTest('campaign', test)
  const campaigns = reader
    .all<Id & { readonly name: string }>('SELECT id, name FROM campaign')
    .flatMap(({ id, name }) => (fits([name]) ? id : []))
  const sql = `SELECT s.id FROM campaign_source x JOIN source s ON s.address = x.address
    WHERE x.campaign IN (SELECT value FROM json_each(?))`
  return campaigns.length === 0 ? [] : idsIn(reader, sql, JSON.stringify(campaigns))
}

function labelled(reader: Reader, test: Test): number[] {
  const fits = textsTest('label', test)
  const words = reader
    .all<{ readonly text: string }>('SELECT DISTINCT text FROM label')
    .flatMap(({ text }) => (fits([text]) ? text : []))
  const sql = `SELECT s.id FROM label l JOIN source s ON s.address = l.address
    WHERE l.text IN (SELECT value FROM json_each(?))`
  return words.length === 0 ? [] : idsIn(reader, sql, JSON.stringify(words))
}

const severities = [0, 1, 2, 3, 4, 5]

function judged(reader: Reader, test: Test): number[] {
  const fits = textsTest('verdict', test)
  const codes = severities.filter((code) => fits([severityCodes.decode(code)]))
  return idsIn(reader, 'SELECT id FROM source WHERE verdict IN (SELECT value FROM json_each(?))', JSON.stringify(codes))
}

function firstSeen(reader: Reader, test: Test): number[] {
  const fits = timeTest(test)
  return reader
    .all<Id & { readonly time: number }>('SELECT id, first_seen AS time FROM source')
    .flatMap(({ id, time }) => (fits(toMilliseconds(time)) ? id : []))
}
