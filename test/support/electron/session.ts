import type { BrowserContext, Route } from 'playwright-core'
import { fromStandIn, standInOrigin } from './address.ts'

type Handler = (request: Request) => Promise<Response>
const handlers = new Map<string, Handler>()
const ignore = (): void => undefined

/** Permissions are Chromium's own matter here: the shell's answers are taken and never asked for. */
const defaultSession = {
  protocol: { handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler) },
  setPermissionRequestHandler: ignore,
  setPermissionCheckHandler: ignore,
  setDevicePermissionHandler: ignore,
}

export const session = { defaultSession }
export const protocol = { registerSchemesAsPrivileged: ignore }

/** Answers every request of every page: ours through the shell's handler, all others not at all. */
export async function serveSchemes(context: BrowserContext): Promise<void> {
  await context.route('**/*', (route) => (isOurs(route) ? answer(route) : route.abort('blockedbyclient')))
}

const isOurs = (route: Route): boolean => route.request().url().startsWith(`${standInOrigin}/`)

async function answer(route: Route): Promise<void> {
  const asked = route.request()
  const url = fromStandIn(asked.url())
  const handler = handlers.get(url.slice(0, url.indexOf(':')))
  if (handler === undefined) return route.abort('failed')
  const body = asked.postDataBuffer()
  const request = new Request(url, { method: asked.method(), ...(body ? { body: new Uint8Array(body) } : {}) })
  const given = await handler(request)
  const headers = Object.fromEntries(given.headers)
  await route.fulfill({ status: given.status, headers, body: Buffer.from(await given.arrayBuffer()) })
}
