import { Reader, type Response } from 'maxmind'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { AppInfo } from '../../contract/console/app.ts'
import { demoPlaces, type Place } from './demo-places.ts'

export type { Place } from './demo-places.ts'

/** Where an address belongs, by tables on this disk: nothing is ever looked up outside. */
export interface Geo {
  readonly info: AppInfo['geo']
  /** @returns `undefined` for addresses that belong nowhere, such as private ones. */
  placeOf(address: string): Place | undefined
}

const countryRecord = z.object({ country_code: z.string().regex(/^[A-Z]{2}$/) })

/** @param demoTable path of resources/demo-origins.json, which places documentation ranges; demo workspace only. */
export function openGeo(countryFile: string, demoTable?: string): Geo {
  const reader = new Reader<Response>(readFileSync(countryFile))
  const demo = demoTable === undefined ? undefined : demoPlaces(demoTable)
  return {
    info: {
      source: 'IP Location DB, geo-whois-asn-country',
      date: reader.metadata.buildEpoch.toISOString().slice(0, 10),
      attribution: 'Country data by NRO and sapics/ip-location-db, CC BY 4.0',
    },
    placeOf: (address) => demo?.(address) ?? countryOf(reader, address),
  }
}

function countryOf(reader: Reader<Response>, address: string): Place | undefined {
  const record = countryRecord.safeParse(reader.get(address))
  return record.success ? { country: record.data.country_code } : undefined
}
