import type { Page, WebSocketRoute } from 'playwright-core'
import { decodeJson, encodeJson } from '../../src/contract/rpc/json.ts'

interface Message {
  readonly kind?: unknown
  readonly id?: unknown
  readonly name?: unknown
}

export interface Answer extends Message {
  readonly value?: unknown
}

/** Between a page and its engine: what comes late, fails, or says something else than this engine would now. */
export interface Between {
  /** Holds back what the engine answers to a call until `release`, as a busy machine does; all else passes at once. */
  hold(call: string): void
  /** The page gets what this makes of the answers to a call, until `release`. */
  change(call: string, change: (answer: Answer) => object): void
  release(call: string): void
  /** Ends the connection and lets no other come about until `find`. */
  lose(): Promise<void>
  find(): void
}

/** An answer that a call failed. */
export const failing =
  (message: string, code = 'internal') =>
  ({ id }: Answer): object => ({ kind: 'error', id, error: { code, message } })

/** To be called before the page is opened. */
export async function standBetween(page: Page): Promise<Between> {
  const acts = new Map<string, { readonly change?: (answer: Answer) => object; readonly held: (() => void)[] }>()
  const sockets = new Set<WebSocketRoute>()
  let lost = false
  await page.routeWebSocket(/.*/, (socket) => {
    // Not at once: the page would wait for it to open.
    if (lost) return void setTimeout(() => void socket.close(), 50)
    sockets.add(socket)
    const server = socket.connectToServer()
    const asked = new Map<unknown, string>()
    socket.onMessage((message) => {
      const { kind, id, name } = read(message)
      if (kind === 'call' && typeof name === 'string') asked.set(id, name)
      server.send(message)
    })
    server.onMessage((message) => {
      const answer = read(message)
      const act = acts.get(asked.get(answer.id) ?? '')
      if (!act) socket.send(message)
      else if (act.change) socket.send(encodeJson(act.change(answer)))
      else act.held.push(() => socket.send(message))
    })
  })
  return {
    hold: (call) => void acts.set(call, { held: [] }),
    change: (call, change) => void acts.set(call, { change, held: [] }),
    release(call) {
      const held = acts.get(call)?.held ?? []
      acts.delete(call)
      for (const pass of held) pass()
    },
    async lose() {
      lost = true
      await Promise.all([...sockets].map((socket) => socket.close()))
      sockets.clear()
    },
    find: () => void (lost = false),
  }
}

/** Holds back what the engine answers to one call. To be called before the page is opened. */
export async function holdAnswers(page: Page, call: string): Promise<{ release(): void }> {
  const between = await standBetween(page)
  between.hold(call)
  return { release: () => between.release(call) }
}

const read = (message: string | Buffer): Answer => decodeJson(String(message)) as object
