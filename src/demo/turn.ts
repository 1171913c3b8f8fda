import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** As long as a supervisor takes to stop, and a little more. */
const patienceMs = 5_000

/**
 * Two sets of sensors on one spool would spoil it. When a console was killed and starts again at once, the supervisor
 * before may still be stopping: waits for it, then takes its place. A process that only inherited its number costs no
 * more than the wait.
 * @throws when another supervisor goes on working in the folder.
 */
export async function waitForTurn(directory: string): Promise<void> {
  const path = join(directory, 'supervisor.pid')
  const previous = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0
  const deadline = performance.now() + patienceMs
  while (isRunning(previous) && performance.now() < deadline) await sleep(50)
  if (isRunning(previous) && isSupervisor(previous))
    throw new Error(`another demo honeynet (process ${previous}) works in ${directory}`)
  writeFileSync(path, String(process.pid))
}

/** By its command line, which Linux shows; elsewhere nobody can tell, and it is taken for a number that was inherited. */
function isSupervisor(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('--directory')
  } catch {
    return false
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    // Signal 0 only asks.
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
