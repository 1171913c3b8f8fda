import { mkdirSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ExploreTab } from '../../contract/console/explore.ts'
import { mostExportPiece, type ExportFile, type ExportFormat } from '../../contract/console/exports.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { JobProgress } from '../jobs/jobs.ts'
import { assertRoom, usualReserve } from '../data/room.ts'
import { diskFault, StoreError } from '../store/error.ts'
import type { Workspace } from '../workspace.ts'
import { lookedText } from './looked.ts'
import type { RowsWanted } from './read-rows.ts'
import { writeRows, type Written } from './write.ts'

/** Files of rows: written by jobs below `exports/` in the workspace's folder, fetched in pieces, then removed. */
export interface Exports {
  start(wanted: RowsWanted<ExploreTab>, format: ExportFormat, total: number | undefined): { id: number; job: number }
  get(id: number): ExportFile
  piece(id: number, offset: number): Promise<Uint8Array>
  remove(id: number): Promise<void>
}

const mimes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  jsonl: 'application/jsonl',
  pcapng: 'application/x-pcapng',
}

/** Written at the same time: each keeps a thread busy that reads. */
const mostRunning = 4
/** Files that wait to be fetched; the page that wanted the oldest of them has gone. */
const mostKept = 20
/** Bytes between two looks at the room on the disk. */
const lookEvery = 16 * 1024 * 1024

export type ExportSurroundings = Pick<Workspace, 'store' | 'jobs' | 'readers' | 'live' | 'now'> & {
  /** Bytes that stay free on the disk. */
  readonly reserve?: number
}

export function createExports(around: ExportSurroundings): Exports {
  const { jobs, now, reserve = usualReserve } = around
  // In the data folder; of a read-only one beside the copy that is read, which goes when the console closes.
  const folder = join(dirname(around.store.readPath), 'exports')
  // Nobody can fetch what an earlier run wrote.
  rmSync(folder, { recursive: true, force: true })
  const files = new Map<number, ExportFile>()
  let last = 0
  const pathOf = (id: number): string => join(folder, String(id))
  const update = (id: number, part: Partial<ExportFile>): void => {
    const file = files.get(id)
    if (file) files.set(id, { ...file, ...part })
  }
  const found = (id: number): ExportFile => {
    const file = files.get(id)
    if (!file) throw new RpcError('not-found', 'this export was removed meanwhile')
    return file
  }
  const dropOldest = (): void => {
    const ended = [...files.values()].filter(({ state }) => state !== 'running')
    for (const { id } of ended.slice(0, Math.max(0, ended.length - mostKept + 1))) {
      files.delete(id)
      rmSync(pathOf(id), { force: true })
    }
  }

  return {
    start(wanted, format, total) {
      const running = [...files.values()].filter(({ state }) => state === 'running')
      if (running.length >= mostRunning)
        throw new RpcError('refused', `${mostRunning} exports are being written; wait until one of them is done`)
      dropOldest()
      openFolder(folder, reserve)
      last += 1
      const id = last
      const tab = format === 'pcapng' ? 'messages' : wanted.tab
      const name = `honeynet-${tab}-${new Date(now()).toISOString().slice(0, 19).replaceAll(':', '')}Z.${format}`
      const work = async (progress: JobProgress): Promise<string> => {
        const file = await open(pathOf(id), 'wx', 0o600)
        try {
          let lookAt = lookEvery
          const tell = ({ rows, bytes }: Written): void => {
            if (bytes >= lookAt) {
              assertRoom(folder, 0, reserve)
              lookAt = bytes + lookEvery
            }
            update(id, { rows, bytes })
            progress.report(rows, total)
          }
          return outcomeOf(await writeRows(around, wanted, { file, format, signal: progress.signal, tell }), tab)
        } catch (error) {
          throw inWords(error)
        } finally {
          await file.close()
        }
      }
      const { id: job, ended } = jobs.start({
        kind: 'export',
        title: `Exporting ${name}`,
        unit: tab,
        ...(total === undefined ? {} : { total }),
        work,
      })
      files.set(id, { id, job, name, mime: mimes[format], state: 'running', rows: 0, bytes: 0 })
      void ended.then(({ state, outcome }) => {
        update(id, { state, ...(outcome === undefined ? {} : { outcome }) })
        if (state !== 'done') rmSync(pathOf(id), { force: true })
      })
      return { id, job }
    },
    get: found,
    async piece(id, offset) {
      if (found(id).state !== 'done') throw new RpcError('conflict', 'this export is not done')
      const file = await open(pathOf(id), 'r')
      try {
        const piece = new Uint8Array(mostExportPiece)
        const { bytesRead } = await file.read(piece, 0, piece.length, offset)
        return piece.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    async remove(id) {
      const { state, job } = found(id)
      files.delete(id)
      // The job removes its file itself, once it has let go of it.
      if (state === 'running') jobs.cancel(job)
      else await rm(pathOf(id), { force: true })
    },
  }
}

/** @throws RpcError `unavailable` in words. */
function openFolder(folder: string, reserve: number): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    assertRoom(folder, 0, reserve)
  } catch (error) {
    throw inWords(error)
  }
}

function inWords(error: unknown): unknown {
  const fault = error instanceof StoreError ? error.message : diskFault(error)
  return fault === undefined ? error : new RpcError('unavailable', `nothing is exported: ${fault}`)
}

function outcomeOf({ rows, unread, cut, newest }: Written, what: ExploreTab): string {
  const left = [
    ...(unread > 0 ? [`${unread} messages without bytes were left out`] : []),
    ...(cut > 0 ? [`${cut} did not fit into one datagram and were cut`] : []),
    ...(newest === undefined ? [] : [`${lookedText(what, newest)}: a shorter range finds all`]),
  ]
  return [`${rows} ${what} written`, ...left].join('; ')
}
