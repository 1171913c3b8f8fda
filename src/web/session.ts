import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may use the console: whoever held the one-time token that was printed on the terminal. The token travels in the
 * URL's fragment, which browsers send to nobody; the cookie it is exchanged for is invisible to scripts and other sites.
 */
export interface Sessions {
  /** A fresh token; the one before stops working. */
  issueToken(): string
  /** @returns the Set-Cookie value, or undefined when the token is wrong or was used before. */
  redeem(token: string): string | undefined
  holds(request: IncomingMessage): boolean
}

/** Browsers that can be signed in at once; the oldest is forgotten beyond. */
const mostSessions = 16

export function createSessions(port: number): Sessions {
  // Cookies do not know ports: the name keeps two consoles on one machine apart.
  const name = `honeynet_console_${port}`
  const sessions = new Set<string>()
  let token: Buffer | undefined

  return {
    issueToken() {
      const fresh = secret()
      token = digest(fresh)
      return fresh
    },
    redeem(given) {
      if (token === undefined || !timingSafeEqual(token, digest(given))) return undefined
      token = undefined
      const session = secret()
      sessions.add(session)
      const [oldest] = sessions
      if (sessions.size > mostSessions && oldest !== undefined) sessions.delete(oldest)
      return `${name}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    holds: ({ headers }) => cookies(headers.cookie, name).some((value) => sessions.has(value)),
  }
}

const secret = (): string => randomBytes(32).toString('base64url')
/** Equal lengths for the comparison in constant time. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function cookies(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(';', 64).map((pair) => pair.trim())
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
}
