import { statfsSync } from 'node:fs'
import { StoreError } from '../store/error.ts'
import { bytesText } from './bytes.ts'

/** Bytes left to everything else: a copy must never be what fills the disk, or ingestion would stop. */
export const usualReserve = 256 * 1024 * 1024

/** @throws StoreError in words when less than `needed` and the reserve is free where `folder` lies. */
export function assertRoom(folder: string, needed: number, reserve: number): void {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  if (free >= needed + reserve) return
  throw new StoreError(
    `there is not enough room on the disk: ${bytesText(needed + reserve)} must be free, of which ${bytesText(reserve)} are left to the sensors' messages, and ${bytesText(free)} are`,
  )
}
