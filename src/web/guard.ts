import type { IncomingMessage } from 'node:http'

/**
 * Threat: any web page the analyst visits can send requests to 127.0.0.1, directly (forged Origin is impossible, a
 * foreign one is telling) or under a name that resolves to it (DNS rebinding: then Host is the foreign name).
 */
export interface Guard {
  /** @returns why the request is refused, undefined when it may go on. */
  refusal(request: IncomingMessage): string | undefined
}

export function createGuard(port: number): Guard {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  return {
    refusal({ headers, method }) {
      const { host, origin } = headers
      if (host === undefined || !hosts.has(host)) return 'foreign Host'
      if (origin !== undefined && origin !== `http://${host}` && origin !== 'null') return 'foreign Origin'
      const site = headers['sec-fetch-site']
      if (method !== 'GET' && site !== undefined && site !== 'same-origin') return 'request from another site'
      return undefined
    },
  }
}

/** For what changes state or opens the port: the page's own origin must be named, not merely not foreign. */
export function isFromPage({ headers }: IncomingMessage): boolean {
  return headers.host !== undefined && headers.origin === `http://${headers.host}`
}
