import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { mostCompared } from '../../../src/contract/console/dialogs.ts'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { rulesVersion } from '../../../src/sip/rules.ts'
import { recording } from '../../sip/fixtures.ts'
import { spent } from '../../support/cost.ts'
import { startTestEngine, type TestEngine } from '../../support/engine.ts'
import { digestLine, loginText } from '../../support/guessing-traffic.ts'
import { startScriptedSensor } from '../../support/scripted-sensor.ts'
import { until } from '../../support/until.ts'
import { recount } from '../../support/recount.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const source = '203.0.113.7'
const start = (Date.now() - 60_000) * 1000

const login = (at: number, user: string, password: string, tag = `t${at}`): WireEvent => [
  ...([start + at * 1_000, 0, source, 5060, '192.0.2.1', 5060, 0, 0] as const),
  Buffer.from(loginText({ at, source, user, tag, via: source, lines: [digestLine(user, password, `n${at}`)] })),
]

/** A real engine that a sensor has sent these events. */
async function engineWith(events: readonly WireEvent[]): Promise<TestEngine> {
  const engine = await startTestEngine()
  stops.push(() => engine.stop())
  const sensor = await startScriptedSensor()
  stops.push(() => sensor.close())
  sensor.events = [...events]
  await engine.client.call('sensor.add', { url: sensor.url, token: 'x'.repeat(16) })
  await until('all is stored', () => sensor.acked === events.length)
  return engine
}

test('a profile says what svcrack does, what it is and what it guessed', async () => {
  const messages = recording('sip-tools/svcrack.jsonl')
  const { client } = await engineWith(
    messages.map(({ raw }, at) => [start + at * 6_000, 0, source, 5060, '192.0.2.1', 5060, 0, 0, raw]),
  )
  const profile = await client.call('source.profile', { address: source })
  expect(profile.behaviours.map((behaviour) => behaviour.class)).toContain('brute-force')
  expect(profile.verdict).toMatchObject({ rules: rulesVersion, severity: profile.behaviours[0]?.severity })
  expect(profile.tools[0]).toMatchObject({ tool: 'sipvicious' })
  expect(profile.fingerprints.length).toBeGreaterThan(0)
  expect(profile.fingerprints[0]).toMatchObject({ sources: 1 })
  const { rows } = await client.call('source.guesses', { address: source, limit: 500 })
  expect(rows.every(({ how, user }) => how === 'tag' && user === '101')).toBe(true)
  expect(rows.map(({ password }) => password)).toContain('1234')
  expect(profile.guesses).toMatchObject({
    listed: rows.length,
    unlisted: 0,
    users: 1,
    passwords: rows.length,
    unknown: 0,
  })
})

test('lists know the verdict on all that a source did, not only its worst message', async () => {
  // More than a phone with an old password would try.
  const { client } = await engineWith(Array.from({ length: 150 }, (_, at) => login(at, '101', `ĸ${at}`)))
  const { verdict } = await client.call('source.profile', { address: source })
  expect(verdict.severity).toBe('high')
  await until('the list says so too', async () => {
    const { rows } = await client.call('sources.page', { order: 'severity' })
    return rows[0]?.severity === 'high'
  })
  const { rows } = await client.call('events.page', { source })
  expect(rows.every(({ severity }) => severity === 'low')).toBe(true)
})

test('passwords behind digests are found, stay found, and are counted with the guess that they belong to', async () => {
  const odd = 'no list has this: ĸ9!zQ'
  const passwords = ['1234', odd, '101', '1234', 'password']
  const { client, directory, engine } = await engineWith(passwords.map((password, at) => login(at, '101', password)))
  const before = await client.call('source.profile', { address: source })
  expect(before.guesses).toMatchObject({ attempts: 5, listed: 1, unknown: 5 })

  const check = await client.call('source.checkGuesses', { address: source })
  expect(check).toMatchObject({ digests: 5, uncheckable: 0, complete: true })
  expect(check.found.map(({ password }) => password).sort()).toEqual(['101', '1234', '1234', 'password'])
  const { rows } = await client.call('source.guesses', { address: source })
  expect(rows.map(({ user, password, how, attempts }) => [user, password, how, attempts])).toEqual([
    ['101', '1234', 'digest', 2],
    ['101', undefined, 'digest', 1],
    ['101', '101', 'digest', 1],
    ['101', 'password', 'digest', 1],
  ])
  // The second time only the odd one is left to try.
  expect(await client.call('source.checkGuesses', { address: source })).toMatchObject({ digests: 1, found: [] })

  await engine.close()
  const store = openStore({ directory })
  const { kept, counted } = recount(store)
  store.close()
  expect(kept).toEqual(counted)
})

test('checking ends when the caller has enough, and what was found is kept', async () => {
  const events = Array.from({ length: 200 }, (_, at) => login(at, '101', at === 199 ? '101' : `ĸ${at}`))
  const { client } = await engineWith(events)
  const abort = new AbortController()
  const call = client.call('source.checkGuesses', { address: source }, { signal: abort.signal })
  // The engine works in this thread: so much of its own time, however much others have meanwhile.
  for (const began = spent(); spent() - began < 300;) await sleep(5)
  abort.abort()
  await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  await until('the found one is listed', async () => {
    const { rows } = await client.call('source.guesses', { address: source })
    return rows.some(({ password }) => password === '101')
  })
})

test('messages are fetched for comparison in the order asked for', async () => {
  const { client } = await engineWith([0, 1, 2].map((at) => login(at, '101', String(at))))
  const messages = await client.call('messages.get', { ids: [3, 1] })
  expect(messages.map(({ id }) => id)).toEqual([3, 1])
  expect(Buffer.from(messages[0]?.raw ?? []).toString()).toContain('n2')
  await expect(client.call('messages.get', { ids: [1, 99] })).rejects.toMatchObject({ code: 'not-found' })
  const tooMany = Array.from({ length: mostCompared + 1 }, () => 1)
  await expect(client.call('messages.get', { ids: tooMany })).rejects.toMatchObject({ code: 'bad-request' })
})

test('a store whose events older rules judged says so, and brings them up to date when asked', async () => {
  const { client, directory, engine } = await engineWith([0, 1, 2].map((at) => login(at, '101', String(at))))
  expect(await client.call('analysis.status', {})).toEqual({ rules: rulesVersion, events: 3, older: 0, state: 'idle' })
  await engine.close()
  const store = openStore({ directory })
  store.writer.run('UPDATE judged SET rules = 1')
  store.close()

  const again = await startTestEngine({ dataDirectory: directory })
  stops.push(() => again.engine.close())
  expect(await again.client.call('analysis.status', {})).toMatchObject({ events: 3, older: 3, state: 'idle' })
  expect(await again.client.call('analysis.start', {})).toMatchObject({ state: 'running', progress: { total: 3 } })
  await until('all is judged anew', async () => (await again.client.call('analysis.status', {})).older === 0)
  expect(await again.client.call('analysis.cancel', {})).toMatchObject({ state: 'idle', older: 0 })
})
