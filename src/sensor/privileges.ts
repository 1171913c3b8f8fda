import { lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface RunAs {
  readonly name: string
  readonly group?: string | undefined
}

/**
 * Who took over an earlier, unprivileged run may have left links in the spool directory, for root to write through.
 * To be called before anything in it is opened.
 * @throws when the sensor runs as root and there is anything but plain files of their own.
 */
export function requirePlainFiles(directory: string): void {
  if (process.getuid?.() !== 0) return
  for (const path of within(directory)) {
    const found = lstatSync(path)
    if (!found.isFile() || found.nlink !== 1) throw new Error(`${path} is no plain file: root will not touch it`)
  }
}

/**
 * Ports below 1024 need root, answering strangers does not. Called once all sockets are bound; the spool goes to the
 * user first. Does nothing when the sensor was not started as root.
 *
 * @throws when the user is unknown or the change is refused: then the sensor must not run on as root.
 */
export function dropPrivileges(user: RunAs, directory: string): boolean {
  if (process.getuid?.() !== 0 || !process.setuid || !process.setgid || !process.setgroups) return false
  const { uid, gid } = lookUp(user.name)
  const group = user.group ?? gid
  for (const path of [directory, ...within(directory)]) lchownSync(path, uid, gid)
  process.setgroups([group])
  process.setgid(group)
  process.setuid(uid)
  return true
}

const within = (directory: string): string[] => readdirSync(directory).map((name) => join(directory, name))

function lookUp(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error(`user ${name} is not known on this machine`)
  return { uid: Number(uid), gid: Number(gid) }
}
