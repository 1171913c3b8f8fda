import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './root.mjs'

/** Outside node_modules, which an install empties. */
const folder = join(root, '.cache', 'launch')

/** Runs `work` while no other start of this repository runs work of the same name; waits for its turn. */
export async function alone(name, work) {
  const file = join(folder, `${name}.lock`)
  mkdirSync(folder, { recursive: true })
  await acquire(file, name)
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

async function acquire(file, name) {
  for (let told = false; !taken(file); await sleep(200)) {
    const holder = holderOf(file)
    if (holder === undefined) continue
    if (!isAlive(holder)) setAside(file, holder)
    else if (!told) console.error(`> another start (process ${holder}) is at work on the ${name}; waiting for it`)
    told = true
  }
}

function taken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** @returns the holder's process id; 0 when the file says nothing, as after a crash between create and write. */
function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Moves a dead start's lock away; if a living one slipped in between the look and the move, puts it back. */
function setAside(file, dead) {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    if (holderOf(aside) === dead) rmSync(aside, { force: true })
    else renameSync(aside, file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}
