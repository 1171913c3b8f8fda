import type { FoundRows } from '../../contract/console/explore.ts'
import type { DialledNumber, EventRow } from '../../contract/console/vocabulary.ts'
import { offsetAt } from '../../filter/times/zone.ts'
import type { Column } from '../output/table.ts'

export type Columns = { readonly [Tab in keyof FoundRows]: readonly Column<FoundRows[Tab]>[] }

/** What the tables for people show. Scripts take JSON, so these may change. @param zone IANA name for the times. */
export function columnsIn(zone: string): Columns {
  const time = (at: number): string => {
    const whole = Math.floor(at)
    return new Date(whole + offsetAt(whole, zone)).toISOString().slice(0, 23).replace('T', ' ')
  }
  return {
    messages: [
      text('TIME', ({ time: at }) => time(at)),
      text('SOURCE', ({ source, port }) => `${source} ${port}`),
      text('SENSOR', ({ sensor }) => String(sensor)),
      text('CLASS', (row) => row.class),
      text('TOOL', ({ tool }) => tool),
      text('PROOF', ({ proof }) => proof),
      text('METHOD', whatOf),
      text('NUMBER', ({ number }) => dialled(number)),
      text('USER-AGENT', ({ userAgent = '' }) => userAgent),
    ],
    dialogs: [
      text('LAST SEEN', ({ lastSeen }) => time(lastSeen)),
      text('SOURCE', ({ source }) => source),
      text('SENSOR', ({ sensor }) => String(sensor)),
      count('MATCHING', ({ matching }) => matching),
      count('MESSAGES', ({ messages }) => messages),
      text('METHODS', ({ methods }) => methods.join(' ')),
      text('NUMBER', ({ number }) => dialled(number)),
      text('CALL-ID', ({ callId }) => callId),
    ],
    sources: [
      text('SOURCE', ({ address }) => address),
      text('COUNTRY', ({ country = '' }) => country),
      count('MATCHING', ({ matching }) => matching),
      count('MESSAGES', ({ messages }) => messages),
      text('SEVERITY', ({ severity }) => severity),
      text('PROOF', ({ proof }) => proof),
      text('BAN', ({ ban = '' }) => ban),
      text('LAST SEEN', ({ lastSeen }) => time(lastSeen)),
      text('NETWORK', ({ system }) => (system ? `AS${system.number} ${system.name}` : '')),
      text('CLASSES', ({ classes }) => classes.join(' ')),
      text('TOOLS', ({ tools }) => tools.join(' ')),
    ],
    numbers: [
      text('NUMBER', ({ core }) => core),
      text('COUNTRY', ({ country = '' }) => country),
      count('MATCHING', ({ matching }) => matching),
      count('SOURCES', ({ sources }) => sources),
      count('PREFIXES', ({ prefixes }) => prefixes),
      text('FIRST SEEN', ({ firstSeen }) => time(firstSeen)),
      text('LAST SEEN', ({ lastSeen }) => time(lastSeen)),
    ],
    fingerprints: [
      count('MATCHING', ({ matching }) => matching),
      count('SOURCES', ({ sources }) => sources),
      text('TOOLS', ({ tools }) => tools.join(' ')),
      text('FINGERPRINT', (row) => row.text),
    ],
  }
}

const text = <Row>(title: string, of: (row: Row) => string): Column<Row> => ({ title, text: of })
const count = <Row>(title: string, of: (row: Row) => number): Column<Row> => ({
  ...{ title, right: true },
  text: (row) => of(row).toLocaleString('en-US'),
})

/** `INVITE`, `401 REGISTER`, and `no SIP` for what is none. */
export const whatOf = ({ method, status }: EventRow): string =>
  method === undefined && status === undefined
    ? 'no SIP'
    : [status, method].filter((part) => part !== undefined).join(' ')

/** `9011-46850780296`: the junk, then the number. */
export const dialled = (number: DialledNumber | undefined): string =>
  number ? [number.prefix, number.core].filter((part) => part !== '').join('-') : ''
