import { app } from 'electron'
import { join } from 'node:path'

/** Where the parts of the console lie: in the repository, or in a packed application (electron-builder.yml). */
export interface Places {
  readonly page: string
  readonly preload: string
  readonly icon: string
  readonly resources: string
  readonly geoCountry: string
  readonly geoSystems: string
  /** A built program; outside the archive, because a process or thread of its own is started from it. */
  program(
    name: 'engine' | 'reader' | 'follower' | 'hunter' | 'data' | 'preparer' | 'opener' | 'feed' | 'sensor' | 'demo',
  ): string
}

const countries = 'geo-whois-asn-country.mmdb'

export function places(): Places {
  const code = app.getAppPath()
  const beside = app.isPackaged ? process.resourcesPath : code
  const data = join(code, 'node_modules', '@ip-location-db')
  const programs = join(code.replace(/app\.asar$/, 'app.asar.unpacked'), 'out', 'main')
  return {
    page: join(code, 'out', 'renderer'),
    preload: join(code, 'out', 'preload', 'index.cjs'),
    icon: join(beside, 'resources', 'icon.png'),
    resources: join(beside, 'resources'),
    geoCountry: app.isPackaged ? join(beside, 'geo', countries) : join(data, 'geo-whois-asn-country-mmdb', countries),
    geoSystems: app.isPackaged ? join(beside, 'geo', 'asn') : join(data, 'asn'),
    program: (name) => join(programs, `${name}.js`),
  }
}
