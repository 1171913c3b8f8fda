import { protocol, type Session } from 'electron'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { desktopOrigin } from '../contract/console/desktop.ts'
import { cachingOf, fileOfPath, pageHeaders, typeOfAsset, violationPath } from '../contract/console/page.ts'

const { protocol: scheme, host } = new URL(desktopOrigin)

/** Makes `app:` a scheme with an origin, like https; has to happen before Electron is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: scheme.slice(0, -1), privileges }])
}

/** Serves the built page, and nothing else of the disk, at `app://console/`. */
export function serveScheme(session: Session, folder: string, log: Logger): void {
  session.protocol.handle(scheme.slice(0, -1), async (request) => {
    const url = new URL(request.url)
    if (url.host !== host) return answer(404)
    if (request.method === 'POST' && url.pathname === violationPath) {
      log.warn({ report: (await request.text()).slice(0, 8_192) }, 'the page broke its content security policy')
      return answer(204)
    }
    return request.method === 'GET' ? serveFile(folder, fileOfPath(url.pathname)) : answer(405)
  })
}

/** A file's name has no folder but `assets`, and no dot in front: nothing above or beside the page can be named. */
const fileName = /^\/(?:assets\/)?\w[\w.-]*$/

async function serveFile(folder: string, name: string): Promise<Response> {
  if (!fileName.test(name)) return answer(404)
  try {
    const content = await readFile(join(folder, name))
    const type = typeOfAsset(name) ?? 'application/octet-stream'
    const headers = { ...pageHeaders, 'content-type': type, 'cache-control': cachingOf(name) }
    return new Response(content, { headers })
  } catch {
    return answer(404)
  }
}

const answer = (status: number): Response => new Response(null, { status, headers: pageHeaders })
