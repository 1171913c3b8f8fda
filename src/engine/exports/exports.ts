import { mkdirSync, rmSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExploreTab } from '../../contract/console/explore.ts'
import { mostExportPiece, type ExportFile, type ExportFormat } from '../../contract/console/exports.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { JobProgress } from '../jobs/jobs.ts'
import type { Workspace } from '../workspace.ts'
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

export type ExportSurroundings = Pick<Workspace, 'directory' | 'jobs' | 'readers' | 'live' | 'now'>

export function createExports(around: ExportSurroundings): Exports {
  const { jobs, now } = around
  const folder = join(around.directory, 'exports')
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

  return {
    start(wanted, format, total) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      last += 1
      const id = last
      const tab = format === 'pcapng' ? 'messages' : wanted.tab
      const name = `honeynet-${tab}-${new Date(now()).toISOString().slice(0, 19).replaceAll(':', '')}Z.${format}`
      const work = async (progress: JobProgress): Promise<string> => {
        const file = await open(pathOf(id), 'wx', 0o600)
        try {
          const tell = ({ rows, bytes }: Written): void => {
            update(id, { rows, bytes })
            progress.report(rows, total)
          }
          return outcomeOf(await writeRows(around, wanted, { file, format, signal: progress.signal, tell }), tab)
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

function outcomeOf({ rows, unread, cut }: Written, what: string): string {
  const left = [
    ...(unread > 0 ? [`${unread} messages without bytes were left out`] : []),
    ...(cut > 0 ? [`${cut} did not fit into one datagram and were cut`] : []),
  ]
  return [`${rows} ${what} written`, ...left].join('; ')
}
