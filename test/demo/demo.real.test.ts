import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { proofs, directions, type WireEvent } from '../../src/contract/wire/frames.ts'
import { demoSensors } from '../../src/demo/honeynet.ts'
import { liveLimits } from '../../src/demo/traffic/traffic.ts'
import { analyse } from '../../src/sip/analysis.ts'
import { until } from '../support/until.ts'
import { childrenOf, leftOf, startHoneynet } from './honeynet-process.ts'
import { readLink } from './link.ts'

const directory = mkdtempSync(join(tmpdir(), 'demo-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const received = (events: readonly WireEvent[]) => events.filter((event) => directions[event[6]] === 'in')
const proofOf = (event: WireEvent) => proofs[event[7]]
const tools = ['sipcli', 'sipvicious', 'pjsip', 'mr-sip', 'zmap', 'sippts']
const told = (events: readonly WireEvent[]) =>
  received(events).map((event) => ({ event, analysis: analyse({ raw: event[8], direction: 'in' }) }))
const isOf =
  (tool: string) =>
  ({ analysis }: ReturnType<typeof told>[number]): boolean =>
    analysis.tool === tool

describe('the demo honeynet', () => {
  test('attacks its sensors over real sockets, tells the last nights once, and stops', async () => {
    const began = Date.now()
    const honeynet = await startHoneynet(directory)
    expect(honeynet.children).toHaveLength(7)
    expect(honeynet.ready.sensors).toHaveLength(5)
    const links = await Promise.all(honeynet.ready.sensors.map(({ url, token }) => readLink(url, token)))
    expect(links.map(({ hello }) => [hello.name, hello.zone])).toEqual(
      demoSensors.map(({ name, zone }) => [name, zone]),
    )
    const all = (): readonly WireEvent[] => links.flatMap(({ events }) => events)
    const old = (): number => received(all()).filter(([timeUs]) => timeUs / 1000 < began - 60_000).length
    const fresh = (): number => received(all()).filter(([timeUs]) => timeUs / 1000 >= began).length
    // Written once all of them are: the next start then tells none of them again.
    const marker = join(directory, 'traffic', 'history-told')
    await until('the nights are told, and it goes on', () => existsSync(marker) && fresh() > 1000, 120)
    await until('all of them have arrived', () => old() > 3000)
    await until('every tool was there', () => tools.every((tool) => told(all()).some(isOf(tool))), 120)
    const proofsOfTool = (tool: string) =>
      new Set(
        told(all())
          .filter(isOf(tool))
          .map(({ event }) => proofOf(event)),
      )
    await until('sipcli proved itself', () => proofsOfTool('sipcli').has('to-tag'), 120)
    await until('sipvicious proved itself', () => proofsOfTool('sipvicious').has('nonce'), 120)
    expect(old()).toBeLessThanOrEqual(6000)
    expect(fresh()).toBeLessThanOrEqual(liveLimits.burst + (liveLimits.rate * (Date.now() - began)) / 1000)
    expect(proofsOfTool('sippts')).toEqual(new Set(['tcp']))
    expect(proofsOfTool('mr-sip')).toEqual(new Set(['unproven']))
    expect(
      received(all()).every(([, , address]) => /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/.test(address)),
    ).toBe(true)

    await Promise.all(links.map((link) => link.close()))
    expect(await honeynet.kill('SIGTERM')).toBe(0)
    expect(await leftOf(honeynet.children)).toEqual([])
  })

  test('keeps tokens to itself and over restarts, and does not tell the nights again', async () => {
    expect(statSync(join(directory, 'demo.json')).mode & 0o777).toBe(0o600)
    const began = Date.now()
    const first = await startHoneynet(directory)
    const tokens = first.ready.sensors.map(({ token }) => token)
    const links = await Promise.all(first.ready.sensors.map(({ url, token }) => readLink(url, token)))
    const before = links.map(({ hello }) => hello.last)
    const added = (): readonly WireEvent[] => links.flatMap(({ events }, at) => received(events.slice(before[at])))
    await until('it attacks on', () => added().length > 200)
    expect(added().filter(([timeUs]) => timeUs / 1000 < began - 60_000)).toEqual([])
    await Promise.all(links.map((link) => link.close()))
    expect(await first.endInput()).toBe(0)
    expect(await leftOf(first.children)).toEqual([])

    const second = await startHoneynet(directory)
    expect(second.ready.sensors.map(({ token }) => token)).toEqual(tokens)
    expect(second.ready.feed.token).toBe(first.ready.feed.token)
    await second.kill('SIGTERM')
    expect(await leftOf(second.children)).toEqual([])
  })

  test('leaves no process behind when it is killed', async () => {
    const honeynet = await startHoneynet(directory)
    await honeynet.kill('SIGKILL')
    expect(honeynet.children).toHaveLength(7)
    expect(await leftOf(honeynet.children)).toEqual([])
  })

  test('starts a killed sensor again at the same place', async () => {
    const honeynet = await startHoneynet(directory)
    const { url, token } = honeynet.ready.sensors[0] ?? { url: '', token: '' }
    const before = await readLink(url, token)
    const { sensor, epoch, last } = before.hello
    const ended = honeynet.children.find((pid) => commandOf(pid).includes('sensors/frankfurt/')) ?? 0
    process.kill(ended, 'SIGKILL')
    expect(await leftOf([ended])).toEqual([])
    const again = await until('the sensor is back', () => readLink(url, token))
    expect(again.hello).toMatchObject({ sensor, epoch, name: before.hello.name })
    expect(again.hello.last).toBeGreaterThanOrEqual(last)
    await again.close()
    const children = [...honeynet.children, ...childrenOf(honeynet.pid)]
    expect(await honeynet.kill('SIGTERM')).toBe(0)
    expect(await leftOf(children)).toEqual([])
  })
})

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8')
