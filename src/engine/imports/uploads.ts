import { mostImports, type ImportAccount, type ImportRow } from '../../contract/console/imports.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { JobProgress, Jobs } from '../jobs/jobs.ts'
import type { Workspace } from '../workspace.ts'
import { safeName } from './file-name.ts'
import { Importer } from './importer.ts'
import { outcomeOf, stoppedWords } from './words.ts'

/** Imports that are still listed; the oldest go first. */
const mostListed = 50
/** Milliseconds without a piece: the page that sent them has gone. */
const idleAfter = 60_000

interface Upload {
  readonly importer: Importer
  readonly size: number
  readonly outcome: PromiseWithResolvers<string>
  readonly idle: NodeJS.Timeout
  progress: JobProgress
  received: number
  /** A piece is being read. */
  busy: boolean
}

/** Files that pages send in pieces, each read by a job. */
export interface Uploads {
  /** @throws RpcError `refused` when too many are under way. */
  begin(name: string, size: number): number
  /** @throws RpcError `not-found`, `bad-request`, `cancelled`. */
  piece(id: number, bytes: Uint8Array): Promise<void>
  /** @throws RpcError like `piece`. */
  end(id: number): Promise<ImportAccount>
  list(): readonly ImportRow[]
}

type Parts = Pick<Workspace, 'store' | 'ingest' | 'changes' | 'jobs'>

/** @param patience milliseconds; tests have less. */
export function createUploads(parts: Parts, patience: number = idleAfter): Uploads {
  const open = new Map<number, Upload>()
  const listed = new Map<number, Importer>()
  const opened = (id: number): Upload => {
    const upload = open.get(id)
    if (!upload) throw new RpcError(listed.has(id) ? 'cancelled' : 'not-found', 'this import has ended')
    if (upload.busy) throw new RpcError('bad-request', 'pieces are sent one after the other')
    return upload
  }
  const list = (id: number, importer: Importer): void => {
    listed.set(id, importer)
    for (const old of [...listed.keys()].slice(0, -mostListed)) listed.delete(old)
  }
  return {
    begin: (name, size) => {
      const { error } = parts.store.health
      if (error !== undefined) throw new RpcError('read-only', `nothing can be imported: ${error}`)
      if (open.size >= mostImports)
        throw new RpcError('refused', `${mostImports} captures are being imported; wait until one of them is through`)
      const importer = new Importer(parts, name)
      const { upload, id, ended } = start(parts.jobs, importer, name, size, patience)
      open.set(id, upload)
      list(id, importer)
      void ended.then(() => open.delete(id))
      return id
    },
    piece: (id, bytes) => {
      const upload = opened(id)
      upload.received += bytes.length
      return inTurn(upload, async ({ importer, progress, received, size }) => {
        if (received > size) throw new RpcError('bad-request', 'more came than the file was said to hold')
        await importer.push(bytes, progress.signal)
        progress.report(received, size)
      })
    },
    end: (id) =>
      inTurn(opened(id), async ({ importer, progress, received, size, outcome }) => {
        if (received < size) throw new RpcError('bad-request', 'less came than the file was said to hold')
        const account = await importer.end(progress.signal)
        outcome.resolve(outcomeOf(account))
        return account
      }),
    list: () => [...listed].map(([id, importer]) => ({ id, account: importer.account() })).reverse(),
  }
}

interface Started {
  readonly upload: Upload
  readonly id: number
  readonly ended: Promise<unknown>
}

function start(jobs: Jobs, importer: Importer, name: string, size: number, patience: number): Started {
  const outcome = Promise.withResolvers<string>()
  const idle = setTimeout(() => giveUp(), patience)
  const progress: JobProgress = { signal: new AbortController().signal, report: () => undefined }
  const upload: Upload = { importer, size, outcome, idle, progress, received: 0, busy: false }
  const giveUp = (): void => {
    if (upload.busy) idle.refresh()
    else outcome.reject(new RpcError('unavailable', `nothing more came; ${stoppedWords(importer.account())}`))
  }
  const work = (given: JobProgress): Promise<string> => {
    upload.progress = given
    const cancelled = (): void => outcome.reject(new RpcError('cancelled', stoppedWords(importer.account())))
    given.signal.addEventListener('abort', cancelled, { once: true })
    return outcome.promise
  }
  const title = `Importing ${safeName(name)}`
  const { id, ended } = jobs.start({ kind: 'import', title, unit: 'bytes', total: size, work })
  const stop = (): void => (clearTimeout(idle), importer.close())
  return { upload, id, ended: ended.then(stop) }
}

/** Whatever goes wrong ends the job too. */
async function inTurn<Result>(upload: Upload, work: (upload: Upload) => Promise<Result>): Promise<Result> {
  upload.busy = true
  try {
    return await work(upload)
  } catch (error) {
    upload.outcome.reject(error)
    throw error
  } finally {
    upload.busy = false
    upload.idle.refresh()
  }
}
