import type { ImportAccount } from '../../../contract/console/imports.ts'
import type { Api } from '../../api/api.ts'

/** Bytes sent at a time: small enough that the engine is never long busy with one. */
const pieceBytes = 256 * 1024

/**
 * Sends a file to be imported, a piece at a time as fast as the engine takes them.
 * @throws RpcError as the calls of `contract/console/imports.ts` do; what reading the file throws.
 */
export async function sendFile(api: Pick<Api, 'call'>, file: File): Promise<ImportAccount> {
  // A folder or a file that cannot be read says so before anything is begun.
  await file.slice(0, 1).arrayBuffer()
  const { id } = await api.call('import.begin', { name: file.name || 'capture', size: file.size })
  for (let at = 0; at < file.size; at += pieceBytes) {
    const bytes = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer())
    await api.call('import.piece', { id, bytes })
  }
  return api.call('import.end', { id })
}
