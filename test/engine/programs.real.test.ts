import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDemo, startFeed } from '../../src/engine/programs.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { until } from '../support/until.ts'

const log = pino({ level: 'silent' })
let directory: string
let remove: () => void
beforeEach(() => ([directory, remove] = temporaryDirectory()))
afterEach(() => remove())

function program(source: string): string {
  const file = join(directory, 'program.mjs')
  writeFileSync(file, source)
  return file
}
const ready = JSON.stringify({ ready: { url: 'http://127.0.0.1:1', feed: { url: 'u', token: 't' }, sensors: [] } })
const alive = 'process.stdin.resume().on("end", () => process.exit(0));'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a program that ends before it is ready says why', async () => {
  const file = program('console.error("no such folder"); process.exit(2)')
  await expect(startDemo({ file, directory, log })).rejects.toThrow('ended with code 2: no such folder')
})

test('of a program’s log the last complaint is told, in words', async () => {
  const lines = [
    { level: 50, msg: 'the feed cannot run', err: { message: 'database or disk is full' } },
    { level: 30, msg: 'stopping' },
  ]
  const said = lines.map((line) => `console.error(${JSON.stringify(JSON.stringify(line))});`).join('')
  const words = 'ended with code 1: the feed cannot run: database or disk is full'
  await expect(startDemo({ file: program(`${said} process.exit(1)`), directory, log })).rejects.toThrow(words)
})

test('a program that prints something else than its ready line is ended', async () => {
  const file = program(`console.log("x".repeat(20000)); ${alive}`)
  await expect(startDemo({ file, directory, log })).rejects.toThrow('ready line')
})

test('a program that does not listen to SIGTERM is killed', async () => {
  const file = program(`process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log('${ready}')`)
  const demo = await startDemo({ file, directory, log })
  await demo.stop()
  expect(await demo.ended).toContain('SIGKILL')
})

test('a feed that dies is started again, and stays down once stopped', async () => {
  const source = `console.log(JSON.stringify({ ready: { url: 'http://127.0.0.1:' + process.pid } })); ${alive}`
  const pids: number[] = []
  const reasons: string[] = []
  const feed = startFeed({
    ...{ file: program(source), configFile: 'none', log },
    onReady: ({ url }) => pids.push(Number(url.split(':').at(-1))),
    onDown: (why) => reasons.push(why),
  })
  await until('it runs', () => pids.length === 1)
  process.kill(pids[0]!, 'SIGKILL')
  await until('it runs again', () => pids.length === 2)
  expect(reasons).toEqual(['ended by SIGKILL'])
  await feed.stop()
  expect(pids.map(isAlive)).toEqual([false, false])
  expect(reasons).toHaveLength(1)
})
