import { RpcError } from '../../../contract/rpc/error.ts'
import { demoSystems } from '../demo-places.ts'
import { buildTable, type BuiltTable } from './build.ts'
import { UnreadableTable } from './chunks.ts'
import { publishTable, sharedTable } from './shared.ts'
import { tableOver, type SystemTable } from './table.ts'

export type { SystemTable } from './table.ts'

/** What a thread needs to look autonomous systems up. */
export interface SystemsPlace {
  /** Folder with the files of the package @ip-location-db/asn. */
  readonly directory: string
  /** See shared.ts; without it every thread keeps a table of its own. */
  readonly shared?: SharedArrayBuffer
  /** Path of resources/demo-origins.json, which makes networks of documentation ranges; demo workspace only. */
  readonly demoTable?: string
}

/** Autonomous systems, whose table is read by the first question that needs it. */
export interface Systems {
  /**
   * @param pause called every few milliseconds while the table is read, some half a second; what it throws ends the
   * question, and the next one goes on from there.
   * @throws RpcError `unavailable` when the table is missing or damaged, in words.
   */
  table(pause?: () => void): SystemTable
}

export function openSystems({ directory, shared, demoTable }: SystemsPlace): Systems {
  let building: ReturnType<typeof buildTable> | undefined
  let own: SystemTable | undefined
  let fault: RpcError | undefined

  const build = (pause: () => void): SystemTable => {
    building ??= buildTable(directory)
    for (;;) {
      pause()
      const step = building.next()
      if (!step.done) continue
      building = undefined
      return (shared && publishTable(shared, step.value)) ?? ownTable(step.value)
    }
  }
  const read = (pause: () => void): SystemTable => {
    try {
      const table = (shared && sharedTable(shared)) ?? build(pause)
      return demoTable === undefined ? table : withDemo(table, demoSystems(demoTable))
    } catch (error) {
      if (!(error instanceof UnreadableTable)) throw error
      const words = `The table of networks (autonomous systems) cannot be used: ${error.message}.`
      throw (fault = new RpcError('unavailable', words))
    }
  }
  return {
    table: (pause = () => undefined) => {
      if (fault) throw fault
      return (own ??= read(pause))
    },
  }
}

function ownTable(built: BuiltTable): SystemTable {
  const bytes = new ArrayBuffer(built.byteLength)
  built.writeTo(bytes, 0)
  return tableOver(bytes)
}

function withDemo(table: SystemTable, demo: ReturnType<typeof demoSystems>): SystemTable {
  return {
    skipped: table.skipped,
    systemOf: (address) => demo.of(address) ?? table.systemOf(address),
    numberOf: (address) => demo.of(address)?.number ?? table.numberOf(address),
    nameOf: (number) => demo.nameOf(number) ?? table.nameOf(number),
  }
}
