import { afterEach, expect, test } from 'vitest'
import { latestFormat } from '../support/formats.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { fillFormat4, holdDatabase, openingOf, type HeldDatabase } from '../support/opening.ts'
import { connectConsole } from '../support/rpc-client.ts'

const stops: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A folder of an older console, whose upgrade waits until it is let go on. */
function heldFolder(): { readonly data: string; readonly held: HeldDatabase } {
  const [data, remove] = temporaryDirectory()
  stops.push(remove)
  fillFormat4(data, 300)
  const held = holdDatabase(data)
  stops.push(() => held.release())
  return { data, held }
}

async function consoleOn(data: string): Promise<ConsoleProcess> {
  const started = await startConsole(['--port', '0', '--data', data])
  stops.push(() => started.stop())
  return started
}

const isUpgrade = ({ step }: { readonly step: { readonly work: string } }): boolean => step.work === 'upgrade'

test('the page and its port are there while the database is upgraded; calls wait, and are answered then', async () => {
  const { data, held } = heldFolder()
  const started = await consoleOn(data)
  expect(await (await fetch(`${started.origin}/`)).text()).toContain('<title>')
  const client = await connectConsole(started.url)
  const { step } = await openingOf(client, 'opening', isUpgrade)
  expect(step).toMatchObject({ from: 4, to: latestFormat, at: 4, share: 0 })
  const info = client.call('app.info', {})
  await expect(client.call('data.status', {}, { timeout: 100 })).rejects.toMatchObject({ code: 'timeout' })
  held.release()
  expect(await info).toMatchObject({ store: { state: 'ok', events: 300 } })
  expect(await openingOf(client, 'open')).toEqual({ state: 'open' })
  await expect(client.call('opening.stop', {})).rejects.toMatchObject({ code: 'conflict' })
  expect(started.log()).toMatch(/upgrading the database from format 4/)
})

test('ended in the page or killed within a step, an upgrade changes nothing, and the next start does it', async () => {
  const { data, held } = heldFolder()
  const ended = await consoleOn(data)
  const client = await connectConsole(ended.url)
  await openingOf(client, 'opening', isUpgrade)
  const told = openingOf(client, 'stopped')
  await client.call('opening.stop', {})
  expect((await told).words).toMatch(/ended.*format 4, as it was.*next start/)
  await ended.ended
  expect(ended.log()).toMatch(/honeynet-console: The console was ended\./)
  expect(held.format()).toBe(4)

  const killed = await consoleOn(data)
  await openingOf(await connectConsole(killed.url), 'opening', isUpgrade)
  await killed.kill()
  expect(held.format()).toBe(4)

  held.release()
  const again = await connectConsole((await consoleOn(data)).url)
  expect(await again.call('app.info', {})).toMatchObject({ store: { state: 'ok', events: 300 } })
})

test('told to end from outside while it upgrades, it ends, whatever SQLite does', async () => {
  const { data, held } = heldFolder()
  const started = await consoleOn(data)
  await openingOf(await connectConsole(started.url), 'opening', isUpgrade)
  await started.stop()
  expect(started.log()).toMatch(/as it was/)
  expect(held.format()).toBe(4)
})
