import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { TableInfo } from '../../../contract/console/app.ts'

/** The version of the package ends in the day on which its table was made, such as `2.3.2026061719`. */
const description = z.object({ version: z.string().regex(/\.\d{10}$/) })

/** What the table of autonomous systems is, and of which day; it is not read for that. @param directory of the package. */
export const systemsInfo = (directory: string): TableInfo => ({
  source: 'IP Location DB, asn',
  date: dayOf(directory) ?? 'unknown day',
  attribution: 'Networks (autonomous systems) by RouteViews, DB-IP, NRO and sapics/ip-location-db, CC BY 4.0',
})

function dayOf(directory: string): string | undefined {
  try {
    const { version } = description.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')))
    const [, year, month, day] = /(\d{4})(\d\d)(\d\d)\d\d$/.exec(version) ?? []
    return `${year}-${month}-${day}`
  } catch {
    // Whoever asks for a network is told what is wrong with the table.
    return undefined
  }
}
