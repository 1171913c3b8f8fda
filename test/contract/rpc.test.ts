import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { connect, type Client, type Timers } from '../../src/contract/rpc/connect.ts'
import { RpcError } from '../../src/contract/rpc/error.ts'
import { portPair, type Port } from '../../src/contract/rpc/port.ts'
import { serve } from '../../src/contract/rpc/serve.ts'
import { returns, type CallHandlers, type StreamHandlers } from '../../src/contract/rpc/table.ts'

const contract = {
  calls: {
    'sum.add': returns<number>()(z.object({ a: z.number(), b: z.number().default(1) })),
    'fault.known': returns<void>()(z.object({})),
    'fault.bug': returns<void>()(z.object({})),
    'wait.forever': returns<void>()(z.object({})),
  },
  streams: { 'count.up': returns<number>()(z.object({ to: z.number() })) },
}
type Calls = typeof contract.calls
type Streams = typeof contract.streams

const timers: Timers = {
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}

function world() {
  const [near, far] = portPair()
  const seen = { yielded: 0, aborted: 0, bugs: [] as unknown[] }
  const calls: CallHandlers<Calls> = {
    'sum.add': ({ a, b }) => a + b,
    'fault.known': () => {
      throw new RpcError('refused', 'not today', 'whitelisted')
    },
    'fault.bug': () => {
      throw new TypeError('secret detail')
    },
    'wait.forever': (_params, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          seen.aborted += 1
          reject(signal.reason as Error)
        }),
      ),
  }
  const streams: StreamHandlers<Streams> = {
    async *'count.up'({ to }) {
      for (let n = 1; n <= to; n += 1) {
        seen.yielded = n
        yield await Promise.resolve(n)
      }
    },
  }
  serve(far, contract, { calls, streams }, { now: () => 0, onBug: (_name, error) => seen.bugs.push(error) })
  const client: Client<Calls, Streams> = connect(near, timers)
  return { client, near, far, seen }
}

describe('calls', () => {
  it('answer with defaults filled in', async () => {
    expect(await world().client.call('sum.add', { a: 2 })).toBe(3)
  })

  it('name the parameter that is wrong', async () => {
    const wrong = { a: 'x' } as unknown as { a: number }
    await expect(world().client.call('sum.add', wrong)).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('sum.add: a:') as string,
    })
  })

  it('carry code and reason of a known error, and hide the text of a bug', async () => {
    const { client, seen } = world()
    await expect(client.call('fault.known', {})).rejects.toMatchObject({ code: 'refused', reason: 'whitelisted' })
    await expect(client.call('fault.bug', {})).rejects.toMatchObject({
      code: 'internal',
      message: expect.not.stringContaining('secret') as string,
    })
    expect(seen.bugs).toHaveLength(1)
  })

  it('are refused when unknown, also by names every object has', async () => {
    const client = world().client as unknown as { call(name: string, params: unknown): Promise<unknown> }
    for (const name of ['no.such', 'constructor', '__proto__', 'toString'])
      await expect(client.call(name, {})).rejects.toMatchObject({ code: 'not-found' })
    const stream = client as unknown as { stream(name: string, params: unknown): AsyncIterable<unknown> }
    await expect(Array.fromAsync(stream.stream('toString', {}))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('can be cancelled, and the handler hears of it', async () => {
    const { client, seen } = world()
    const abort = new AbortController()
    const waiting = client.call('wait.forever', {}, { signal: abort.signal })
    await sleep(1)
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await sleep(1)
    expect(seen.aborted).toBe(1)
  })

  it('time out, and are rejected when the port closes', async () => {
    const { client, near, seen } = world()
    await expect(client.call('wait.forever', {}, { timeout: 5 })).rejects.toMatchObject({ code: 'timeout' })
    const waiting = client.call('wait.forever', {})
    await sleep(1)
    near.close()
    await expect(waiting).rejects.toMatchObject({ code: 'closed' })
    await expect(client.call('sum.add', { a: 1 })).rejects.toMatchObject({ code: 'closed' })
    expect(seen.aborted).toBe(2)
  })
})

describe('streams', () => {
  it('deliver everything in order to a reader that keeps up', async () => {
    const { client } = world()
    const got: number[] = []
    for await (const n of client.stream('count.up', { to: 500 })) got.push(n)
    expect(got).toEqual(Array.from({ length: 500 }, (_, at) => at + 1))
  })

  it('make the server wait for a reader that does not take', async () => {
    const { client, seen } = world()
    const reader = client.stream('count.up', { to: 10_000 })[Symbol.asyncIterator]()
    await reader.next()
    await sleep(20)
    expect(seen.yielded).toBeLessThanOrEqual(40)
    await reader.return?.()
    await sleep(5)
    expect(seen.yielded).toBeLessThanOrEqual(40)
  })

  it('end with closed when the port goes', async () => {
    const { client, far } = world()
    const read = async () => {
      for await (const n of client.stream('count.up', { to: 10_000 })) if (n === 3) far.close()
    }
    await expect(read()).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('a hostile peer', () => {
  it('is not answered and stops nothing', async () => {
    const { client, near } = world()
    const rubbish: unknown[] = [null, 7, 'x', {}, { kind: 'call' }, { kind: 'call', id: -1, name: 'sum.add' }, []]
    for (const message of rubbish) near.send(message)
    near.send({ kind: 'open', id: 900, name: 'count.up', params: { to: 2 }, credit: 1e9 })
    near.send({ kind: 'credit', id: 12345, more: 5 })
    near.send({ kind: 'cancel', id: 12345 })
    expect(await client.call('sum.add', { a: 1, b: 1 })).toBe(2)
  })
})

it('a port pair closes once on both sides', () => {
  const [a, b] = portPair()
  const closed: string[] = []
  const watch = (name: string, port: Port) => port.onClose(() => closed.push(name))
  watch('a', a)
  watch('b', b)
  a.close()
  b.close()
  expect(closed.sort()).toEqual(['a', 'b'])
})
