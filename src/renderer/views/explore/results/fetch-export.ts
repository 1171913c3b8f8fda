import type { Api } from '../../../api/api.ts'

/**
 * Fetches a file in pieces. The browser may keep what came on disk: nothing here holds the whole in memory.
 *
 * @param tell bytes fetched so far.
 */
export async function fetchExport(
  api: Pick<Api, 'call'>,
  { id, bytes, mime }: { readonly id: number; readonly bytes: number; readonly mime: string },
  tell: (fetched: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  let whole = new Blob([], { type: mime })
  while (whole.size < bytes) {
    const piece = await api.call('export.piece', { id, offset: whole.size }, { signal, timeout: 60_000 })
    if (piece.length === 0) throw new Error('the file is shorter than it was')
    whole = new Blob([whole, new Uint8Array(piece)], { type: mime })
    tell(whole.size)
  }
  return whole
}
