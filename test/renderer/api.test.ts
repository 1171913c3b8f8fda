import { afterEach, describe, expect, it } from 'vitest'
import { consoleContract, type ConsoleCallHandlers, type Topic } from '../../src/contract/console/index.ts'
import { portPair, type Port } from '../../src/contract/rpc/port.ts'
import { serve } from '../../src/contract/rpc/serve.ts'
import { createApi, type Api } from '../../src/renderer/api/api.ts'

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** An engine's end of the port that answers one call and tells one change. */
function attach(port: Port, changes: readonly Topic[]): void {
  const calls = { 'campaigns.list': () => [] } as unknown as ConsoleCallHandlers
  const streams = {
    async *changes(_: object, { signal }: { signal: AbortSignal }) {
      yield changes
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    },
  }
  serve(port, consoleContract, { calls, streams: streams as never }, { onBug: () => undefined, now: Date.now })
}

const open: Api[] = []
afterEach(() => open.splice(0).forEach((api) => api.close()))

function setUp(mayOpen: () => boolean = () => true) {
  const engines: Port[] = []
  const api = createApi(() => {
    if (!mayOpen()) return Promise.reject(new Error('nobody there'))
    const [mine, theirs] = portPair()
    attach(theirs, ['bans'])
    engines.push(theirs)
    return Promise.resolve(mine)
  })
  open.push(api)
  const told: Topic[][] = []
  api.onChange((topics) => told.push([...topics]))
  return { api, engines, told }
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !condition(); turn += 1) await pause(10)
  expect(condition()).toBe(true)
}

describe('api', () => {
  it('connects, makes every view read, and passes changes on', async () => {
    const { api, told } = setUp()
    await until(() => told.length === 2)
    expect(told).toEqual([['workspace'], ['bans']])
    expect(api.connection.value.state).toBe('open')
    expect(await api.call('campaigns.list', {})).toEqual([])
  })

  it('lets a call wait for the first connection, which is no failure yet', async () => {
    const { api } = setUp()
    expect(api.connection.value.state).toBe('connecting')
    expect(await api.call('campaigns.list', {})).toEqual([])
  })

  it('rejects what waited when the first connection fails', async () => {
    const { api } = setUp(() => false)
    await expect(api.call('campaigns.list', {})).rejects.toMatchObject({ code: 'closed' })
  })

  it('rejects calls while it is not connected, and says why and when it tries again', async () => {
    const { api } = setUp(() => false)
    await until(() => api.connection.value.state === 'lost')
    expect(api.connection.value).toMatchObject({ error: 'nobody there' })
    await expect(api.call('campaigns.list', {})).rejects.toMatchObject({ code: 'closed' })
  })

  it('comes back by itself after the engine went away, and then everything is read again', async () => {
    const { api, engines, told } = setUp()
    await until(() => told.length === 2)
    engines[0]?.close()
    await until(() => api.connection.value.state === 'lost')
    await until(() => api.connection.value.state === 'open')
    expect(told.slice(2)[0]).toEqual(['workspace'])
    expect(await api.call('campaigns.list', {})).toEqual([])
  })

  it('stays away once closed', async () => {
    const { api, engines, told } = setUp()
    await until(() => told.length === 2)
    api.close()
    await pause(400)
    expect(engines).toHaveLength(1)
  })
})
