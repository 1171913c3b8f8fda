import type { Page } from 'playwright-core'
import { decodeJson } from '../../src/contract/rpc/json.ts'

/**
 * Holds back what the engine answers to one call until `release`, as a busy machine does; all else passes at once.
 * To be called before the page is opened.
 */
export async function holdAnswers(page: Page, call: string): Promise<{ release(): void }> {
  const held: (() => void)[] = []
  let holding = true
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer()
    const asked = new Set<unknown>()
    socket.onMessage((message) => {
      const { kind, id, name } = read(message)
      if (kind === 'call' && name === call) asked.add(id)
      server.send(message)
    })
    server.onMessage((message) => {
      const pass = (): void => socket.send(message)
      if (holding && asked.has(read(message).id)) held.push(pass)
      else pass()
    })
  })
  return {
    release() {
      holding = false
      for (const pass of held.splice(0)) pass()
    },
  }
}

const read = (message: string | Buffer): { kind?: unknown; id?: unknown; name?: unknown } =>
  decodeJson(String(message)) as object
