import type { DataStatus } from '../../../contract/console/data.ts'
import { bytes, counted } from '../../text/format.ts'

export interface StoragePart {
  readonly id: 'raw' | 'rows' | 'free'
  readonly label: string
  readonly bytes: number
  /** Of all that is on disk, 0 to 1. */
  readonly share: number
}

/** What takes the space on disk, together all of it. */
export function storageParts(status: Pick<DataStatus, 'bytes' | 'free' | 'raw'>): readonly StoragePart[] {
  const all = Math.max(0, status.bytes)
  const raw = Math.min(all, status.raw.packed)
  const free = Math.min(all - raw, status.free)
  const share = (part: number): number => (all === 0 ? 0 : part / all)
  const rows = all - raw - free
  return [
    { id: 'raw', label: 'Raw bytes, packed', bytes: raw, share: share(raw) },
    { id: 'rows', label: 'Rows, counts and indexes', bytes: rows, share: share(rows) },
    { id: 'free', label: 'Free, to be used again', bytes: free, share: share(free) },
  ]
}

/** "4.3 GB in 448 MB: 9.6 times smaller". */
export function packedWords({ messages, packed, unpacked }: DataStatus['raw']): string {
  if (messages === 0 || packed === 0) return 'nothing packed yet'
  const ratio = unpacked / packed
  const size = `${bytes(unpacked)} in ${bytes(packed)}`
  return ratio < 1.05 ? size : `${size}: ${ratio.toFixed(ratio < 10 ? 1 : 0)} times smaller`
}

/** "29 %", "<1 %", "0 %". */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %'
  return `${Math.round(share * 100)} %`
}

/** Whether raw bytes are there for every message, in words. */
export function keptWords({ events, raw }: Pick<DataStatus, 'events' | 'raw'>): string {
  if (events === 0) return 'none'
  return raw.messages >= events ? 'all of them' : counted(raw.messages, 'message')
}
