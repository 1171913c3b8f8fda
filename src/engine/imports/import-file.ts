import { open, type FileHandle } from 'node:fs/promises'
import type { ImportAccount } from '../../contract/console/imports.ts'
import type { JobProgress } from '../jobs/jobs.ts'
import { Importer } from './importer.ts'
import type { Recording } from './recorder.ts'

/** Bytes read at a time: some thousand packets, whose reading holds up nobody. */
const pieceBytes = 256 * 1024

/**
 * Imports a file of this machine; what it reports are bytes.
 * @throws RpcError `bad-request` when it is no capture, `cancelled`; what the file system throws.
 */
export async function importFile(workspace: Recording, path: string, progress: JobProgress): Promise<ImportAccount> {
  const file = await open(path)
  const importer = new Importer(workspace, path)
  try {
    const { size } = await file.stat()
    let done = 0
    for await (const piece of pieces(file)) {
      await importer.push(piece, progress.signal)
      done += piece.length
      progress.report(done, Math.max(size, done))
    }
    return await importer.end(progress.signal)
  } finally {
    importer.close()
    await file.close()
  }
}

/** Each in bytes of its own: messages that wait for others keep views into it. */
async function* pieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(pieceBytes), 0, pieceBytes)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}
