import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A file system of its own that a test can really fill. */
export interface SmallDisk {
  readonly path: string
  /** Takes all room that is left, but for so many bytes. */
  fill(leaving?: number): void
  /** Gives it back. */
  free(): void
  unmount(): void
}

/** @returns `undefined` where only root may mount and we are not root. */
export function mountSmallDisk(path: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(path, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  const ballast = join(path, 'ballast')
  return {
    path,
    fill: (leaving = 0) => {
      fillWith(ballast)
      truncateSync(ballast, statSync(ballast).size - leaving)
    },
    free: () => rmSync(ballast, { force: true }),
    // Lazily: on failure a process may still have a file open there.
    unmount: () => execFileSync('umount', ['-l', path]),
  }
}

/** Ever smaller pieces, because others write there too and take or leave some room meanwhile. */
function fillWith(file: string): void {
  const fd = openSync(file, 'a')
  for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.floor(bytes / 4)) while (writes(fd, bytes)) continue
  closeSync(fd)
}

function writes(fd: number, bytes: number): boolean {
  try {
    return writeSync(fd, Buffer.alloc(bytes)) === bytes
  } catch {
    return false
  }
}
