import { countryOf } from '../../../sip/number/country.ts'
import { dialledString } from '../../../sip/number/dialled.ts'
import { joinCore, mostFolded, suffixOf, type Folded } from '../../../sip/number/fold.ts'
import { refold, type Member } from '../../../sip/number/refold.ts'
import { confidenceCodes } from '../codes.ts'
import type { Writer } from '../connection.ts'
import { numberIdOf, readDialledAs, type DialledNames } from './dialled.ts'

/**
 * Reads what was dialled together with all that shares its last eight digits (src/sip/number/fold.ts), after new texts
 * came in and in their transaction. A core that is only read better keeps its row, so that whatever refers to the number
 * goes on referring to it. Work is bounded for each suffix that was touched: its first 64 texts decide which cores
 * there are, later ones join them or are read by themselves.
 */
export function foldTouched(writer: Writer, { prefixId, touched }: DialledNames): void {
  for (const [suffix, rows] of touched.take()) foldSuffix({ writer, prefixId }, suffix, rows)
}

interface Tools extends Pick<DialledNames, 'prefixId'> {
  readonly writer: Writer
}

function foldSuffix(tools: Tools, suffix: string, touched: readonly number[]): void {
  const deciding = membersOf(tools.writer, suffix)
  if (deciding.length < 2) return
  const last = deciding.at(-1)?.key ?? 0
  const late = touched.filter((id) => id > last)
  if (late.length < touched.length) decide(tools, deciding, new Set(touched))
  // Those that decide are read again, because deciding may have changed them.
  if (late.length > 0) join(tools, membersOf(tools.writer, suffix), late)
  settle(tools.writer, [...deciding.map(({ key }) => key), ...late])
}

interface Row {
  readonly id: number
  readonly raw: string
  readonly number: number
  readonly core: string
  readonly confidence: number
}

const selectRows = `
  SELECT d.id, d.raw, d.number, n.text AS core, d.confidence FROM dialled d JOIN number n ON n.id = d.number`
const ofSuffix = `${selectRows} WHERE d.suffix = ? ORDER BY d.id LIMIT ?`

function membersOf(writer: Writer, suffix: string): readonly Member[] {
  return writer.all<Row>(ofSuffix, suffix, mostFolded).flatMap((row) => {
    const dialled = dialledString(row.raw)
    return dialled !== undefined && suffixOf(dialled) === suffix ? memberOf(row, dialled) : []
  })
}

const memberOf = ({ id, number, core, confidence }: Row, dialled: string): Member => ({
  ...{ key: id, dialled, core, number },
  confidence: confidenceCodes.decode(confidence),
})

/** Reads the texts that decide about the cores of their suffix. */
function decide(tools: Tools, members: readonly Member[], touched: ReadonlySet<number>): void {
  const { writer } = tools
  const { renamed, moved } = refold(members)
  for (const { number, core } of renamed) {
    // A core without texts may be left from before numbers were folded.
    if (numberNamed(writer, core) === undefined) writer.run('UPDATE number SET text = ? WHERE id = ?', core, number)
  }
  for (const { key, core, prefix, confidence } of moved) read(tools, key, { core, prefix, confidence })
  nameCountries(writer, members, moved, touched)
}

/** Reads texts that came when enough others had decided. */
function join(tools: Tools, deciding: readonly Member[], late: readonly number[]): void {
  const texts = new Map<string, Set<string>>()
  for (const { core, dialled } of deciding) texts.set(core, (texts.get(core) ?? new Set()).add(dialled))
  const strings = new Map([...texts].map(([core, { size }]) => [core, size + 1]))
  for (const id of late) {
    const row = tools.writer.get<Row>(`${selectRows} WHERE d.id = ?`, id)
    const dialled = row && dialledString(row.raw)
    if (dialled === undefined || suffixOf(dialled) === undefined) continue
    read(tools, id, joinCore(dialled, strings))
  }
}

type Reading = Pick<Folded, 'core' | 'prefix' | 'confidence'>

function read({ writer, prefixId }: Tools, dialled: number, { core, prefix, confidence }: Reading): void {
  const reading = { number: numberIdOf(writer, core), prefix: prefixId(prefix) }
  readDialledAs(writer, dialled, { ...reading, confidence: confidenceCodes.encode(confidence) })
}

const numberNamed = (writer: Writer, core: string): number | undefined =>
  writer.get<{ id: number }>('SELECT id FROM number WHERE text = ?', core)?.id

/** A core has a country as soon as one of its texts is more than a guess. Looks at those where that may have changed. */
function nameCountries(
  writer: Writer,
  members: readonly Member[],
  moved: readonly (Reading & { readonly key: number })[],
  touched: ReadonlySet<number>,
): void {
  const moves = new Map<number, Reading>(moved.map((move) => [move.key, move]))
  const readings = members.map((member) => ({ key: member.key, reading: moves.get(member.key) ?? member }))
  const changed = readings.filter(({ key }) => touched.has(key) || moves.has(key)).map(({ reading }) => reading.core)
  const countries = new Map<string, string | undefined>(changed.map((core) => [core, undefined]))
  for (const { reading } of readings) {
    if (!countries.has(reading.core)) continue
    countries.set(reading.core, countries.get(reading.core) ?? countryOf(reading))
  }
  const update = 'UPDATE number SET country = ? WHERE text = ? AND country IS NOT ?'
  for (const [core, country = null] of countries) writer.run(update, country, core, country)
}

/** What they say by themselves changes nothing any more. */
function settle(writer: Writer, dialled: readonly number[]): void {
  const update = 'UPDATE dialled SET folded = 1 WHERE folded = 0 AND id IN (SELECT value FROM json_each(?))'
  writer.run(update, JSON.stringify(dialled))
}
