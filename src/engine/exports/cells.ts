import { stringify } from 'csv-stringify/sync'
import type { ExploreTab, FoundRows } from '../../contract/console/explore.ts'
import { runsAsFormula } from '../../contract/console/spreadsheet.ts'
import type { DialledNumber } from '../../contract/console/vocabulary.ts'
import { visible } from '../../sip/text/visible.ts'
import { jsonLine } from '../terminal-text.ts'

type Value = string | number | boolean | undefined
type Cells = Readonly<Record<string, Value>>

const utc = (time: number): string => new Date(time).toISOString()

const dialled = (number: DialledNumber | undefined): Cells => ({
  num_raw: number?.raw,
  num_core: number?.core,
  num_prefix: number?.prefix,
})

/** The rows of each tab as flat cells; every row of a tab has the same ones. Times as ISO 8601 in UTC. */
const cellsOf: { readonly [Tab in ExploreTab]: (row: FoundRows[Tab]) => Cells } = {
  messages: (row) => ({
    ...{ id: row.id, time_utc: utc(row.time), sensor: row.sensor, source: row.source, port: row.port },
    ...{ transport: row.transport, direction: row.direction, method: row.method, code: row.status },
    ...dialled(row.number),
    ...{ user_agent: row.userAgent, tool: row.tool, class: row.class, risk: row.severity, proof: row.proof },
    ...{ size: row.size, dialog: row.dialog, fault: row.fault },
  }),
  dialogs: (row) => ({
    ...{ id: row.id, source: row.source, sensor: row.sensor, call_id: row.callId },
    ...{ first_seen_utc: utc(row.firstSeen), last_seen_utc: utc(row.lastSeen) },
    ...{ matching: row.matching, messages: row.messages, methods: row.methods.join(' '), code: row.status },
    ...{ from: row.from, to: row.to, ...dialled(row.number), user_agent: row.userAgent },
  }),
  sources: (row) => ({
    ...{ source: row.address, country: row.country, asn: row.system?.number, network: row.system?.name },
    ...{ matching: row.matching, messages: row.messages },
    ...{ first_seen_utc: utc(row.firstSeen), last_seen_utc: utc(row.lastSeen), dialogs: row.dialogs },
    ...{ sensors: row.sensors, numbers: row.numbers, prefixes: row.prefixes, tools: row.tools.join(' ') },
    ...{ classes: row.classes.join(' '), verdict: row.severity, proof: row.proof, ban: row.ban },
    ...{ whitelisted: row.whitelisted, campaigns: row.campaigns.map(({ name }) => name).join('; ') },
  }),
  numbers: (row) => ({
    ...{ num_core: row.core, country: row.country, matching: row.matching, sources: row.sources },
    ...{ prefixes: row.prefixes, first_seen_utc: utc(row.firstSeen), last_seen_utc: utc(row.lastSeen) },
  }),
  fingerprints: (row) => ({
    ...{ fingerprint: row.text, tools: row.tools.join(' '), matching: row.matching, sources: row.sources },
  }),
}

/** A line of headings and one per row; RFC 4180, and no cell of it runs as a formula in a spreadsheet. */
export function csvOf<Tab extends ExploreTab>(tab: Tab, rows: readonly FoundRows[Tab][], headings: boolean): string {
  const cells = rows.map(cellsOf[tab])
  const [first] = cells
  if (!first) return ''
  const lines = cells.map((row) => Object.values(row).map(csvCell))
  return stringify(headings ? [Object.keys(first), ...lines] : lines, { record_delimiter: 'windows' })
}

/** Figures are ours and stay figures; what is written as text may be an attacker's. */
const csvCell = (value: Value): string => {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  return runsAsFormula(value) ? `'${visible(value)}` : visible(value)
}

/**
 * One JSON object per line, as the console holds the rows; times as milliseconds since 1970 and in UTC. Nothing in it acts
 * on the terminal of whoever looks into the file.
 */
export const jsonLinesOf = <Tab extends ExploreTab>(tab: Tab, rows: readonly FoundRows[Tab][]): string =>
  rows.map((row) => `${jsonLine({ ...row, ...times(cellsOf[tab](row)) })}\n`).join('')

const times = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([name]) => name.endsWith('_utc')))
