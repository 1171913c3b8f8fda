import { afterEach, describe, expect, it } from 'vitest'
import { allowed, checks, hosts, listedFor, others, type Check } from '../support/apiban-contract.ts'
import { startBreakingProxy, type Answered, type Asked, type Break } from '../support/breaking-proxy.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'

/**
 * Deliberate breaks of the rules, each of which stops a real client; each must be caught by a check of that rule. Else
 * the checks would be worth nothing.
 */
interface DeliberateBreak {
  readonly rule: Check['rule']
  readonly what: string
  readonly broken: Break
  readonly prepare?: (server: PublicServer) => void
}

interface Page {
  ipaddress: string[]
  ID: string
}

const isPull = ({ path }: Asked): boolean => path.includes('/banned') || path === '/api/get'
const isCheck = ({ path }: Asked): boolean => path.includes('/check')
const idOf = ({ path, body }: Asked): string | undefined =>
  /\/banned\/(\d+)/.exec(path)?.[1] ?? /"id":"(\d+)"/.exec(body)?.[1]

/** Changes the answers to pulls that carry data. */
const onPages =
  (change: (page: Page, asked: Asked) => unknown): Break =>
  async (asked, pass) => {
    const answer = await pass(asked)
    if (!isPull(asked) || answer.status !== 200) return answer
    return { status: 200, text: JSON.stringify(change(JSON.parse(answer.text) as Page, asked)) }
  }

/** Changes one case of the table. */
const onCase =
  (words: string, answer: Answered): Break =>
  async (asked, pass) => {
    const real = await pass(asked)
    return real.text.includes(words) ? answer : real
  }

const nothingNew = '{"ipaddress":["no new bans"],"ID":"none"}'
const instead =
  (when: (asked: Asked) => boolean, answer: Answered): Break =>
  (asked, pass) =>
    when(asked) ? Promise.resolve(answer) : pass(asked)

const onIntuitive =
  (change: (page: { metadata: Record<string, unknown>; elements: unknown[] }, asked: Asked) => unknown): Break =>
  async (asked, pass) => {
    const answer = await pass(asked)
    if (!asked.path.startsWith('/bwnoa') || answer.status !== 200) return answer
    const page = JSON.parse(answer.text) as { metadata: Record<string, unknown>; elements: unknown[] }
    return { status: 200, text: JSON.stringify(change(page, asked)) }
  }

const breaks: readonly DeliberateBreak[] = [
  {
    rule: 'cases',
    what: 'other words when there is nothing new',
    broken: onCase('no new bans', { status: 400, text: '{"ipaddress":["nothing new"],"ID":"none"}' }),
  },
  {
    rule: 'cases',
    what: 'a bare string when there is nothing new',
    broken: onCase('no new bans', { status: 400, text: '{"ipaddress":"no new bans","ID":"none"}' }),
  },
  {
    rule: 'cases',
    what: '200 for an address that is not blocked',
    broken: onCase('not blocked', { status: 200, text: '{"ipaddress":["not blocked"],"ID":"none"}' }),
  },
  {
    rule: 'cases',
    what: '401 for a bad key',
    broken: onCase('unauthorized', { status: 401, text: '{"ipaddress":["none"],"ID":"unauthorized"}' }),
  },
  {
    rule: 'cases',
    what: '404 for a check that finds nothing',
    broken: instead(isCheck, { status: 404, text: '{"ipaddress":["not blocked"],"ID":"none"}' }),
  },
  { rule: 1, what: 'IDs as numbers', broken: onPages(({ ipaddress, ID }) => ({ ipaddress, ID: Number(ID) })) },
  {
    rule: 1,
    what: '200 with an empty list at the end',
    broken: onCase('no new bans', { status: 200, text: '{"ipaddress":[],"ID":"none"}' }),
  },
  {
    rule: 1,
    what: '“none” on the last page with data',
    broken: onPages(({ ipaddress, ID }) => ({ ipaddress, ID: ipaddress.length === 250 ? ID : 'none' })),
  },
  {
    rule: 1,
    what: 'the same ID again and again',
    broken: onPages(({ ipaddress, ID }, asked) => ({ ipaddress, ID: idOf(asked) ?? ID })),
  },
  {
    rule: 1,
    what: 'the newest first',
    broken: onPages(({ ipaddress, ID }) => ({ ipaddress: ipaddress.toReversed(), ID })),
  },
  {
    rule: 2,
    what: 'nothing for 100',
    broken: instead((asked) => idOf(asked) === '100', { status: 400, text: nothingNew }),
  },
  {
    rule: 2,
    what: 'an error for an ID that was never given',
    broken: instead((asked) => (idOf(asked)?.length ?? 0) > 10, { status: 404, text: '{}' }),
  },
  {
    rule: 2,
    what: 'an extended ban under its old ID',
    broken: (asked, pass) => pass(asked),
    prepare: (server) => Object.assign(server, { extend: () => undefined }),
  },
  {
    rule: 3,
    what: 'v1 pages of 500',
    broken: async (asked, pass) => {
      const first = await pass(asked)
      if (!asked.path.includes('/banned') || first.status !== 200) return first
      const page = JSON.parse(first.text) as Page
      const second = await pass({ ...asked, path: asked.path.replace(/\/banned.*/, `/banned/${page.ID}`) })
      if (second.status !== 200) return first
      const next = JSON.parse(second.text) as Page
      return { status: 200, text: JSON.stringify({ ipaddress: [...page.ipaddress, ...next.ipaddress], ID: next.ID }) }
    },
  },
  {
    rule: 3,
    what: 'a short v1 page while more follow',
    broken: onPages(({ ipaddress, ID }) => ({ ipaddress: ipaddress.slice(0, 249), ID })),
  },
  {
    rule: 4,
    what: 'v2 pages of 250',
    broken: onPages(({ ipaddress, ID }, { path }) =>
      path === '/api/get' ? { ipaddress: ipaddress.slice(0, 250), ID: '1000000' } : { ipaddress, ID },
    ),
  },
  {
    rule: 5,
    what: 'v2 only with a Content-Type',
    broken: instead(({ method, headers }) => method === 'POST' && headers['content-type'] === undefined, {
      status: 415,
      text: '{}',
    }),
  },
  {
    rule: 5,
    what: 'only with an Accept',
    broken: instead(({ headers }) => headers['accept'] === undefined, { status: 406, text: '{}' }),
  },
  {
    rule: 5,
    what: 'a redirect where a path ends with a slash',
    broken: instead(({ path }) => path.endsWith('/'), { status: 301, text: '', headers: { location: '/' } }),
  },
  {
    rule: 6,
    what: 'a limit that counts pages',
    broken: (() => {
      let pages = 0
      return (asked, pass) =>
        isPull(asked) && (pages += 1) > 50
          ? Promise.resolve({ status: 429, text: '{"ipaddress":["rate limit exceeded"],"ID":"unauthorized"}' })
          : pass(asked)
    })(),
  },
  {
    rule: 6,
    what: 'no limit at all',
    broken: async (asked, pass) => {
      const answer = await pass(asked)
      return answer.status === 429 ? { status: 200, text: '{"ipaddress":["45.0.0.0"],"ID":"1900000000"}' } : answer
    },
  },
  {
    rule: 7,
    what: 'IPv6 in APIBAN',
    broken: onPages(({ ipaddress, ID }) => ({ ipaddress: [...ipaddress.slice(1), '2a00:1450::8'], ID })),
  },
  {
    rule: 7,
    what: 'ranges in APIBAN',
    broken: onPages(({ ipaddress, ID }) => ({ ipaddress: ['9.9.9.0/28', ...ipaddress.slice(1)], ID })),
  },
  {
    rule: 7,
    what: 'IPv6 nowhere',
    broken: async (asked, pass) => {
      const answer = await pass(asked)
      return { ...answer, text: answer.text.replaceAll('2a00:1450::8\n', ''), headers: {} }
    },
  },
  {
    rule: 8,
    what: 'a removed key that still works',
    broken: (asked, pass) => pass(asked),
    prepare: (server) => Object.assign(server.subscribers, { remove: () => undefined }),
  },
  { rule: 9, what: 'empty metadata', broken: onIntuitive(({ elements }) => ({ metadata: {}, elements })) },
  {
    rule: 9,
    what: 'a key that leads to an empty page',
    broken: onIntuitive(({ metadata, elements }, { path }) =>
      path.includes('nextEncodedKey=') ? { metadata, elements: [] } : { metadata, elements },
    ),
  },
  {
    rule: 9,
    what: 'a key on the last page',
    broken: onIntuitive(({ metadata, elements }) => ({
      metadata: { nextEncodedKey: 'MTAwMC4xMDAw', ...metadata },
      elements,
    })),
  },
  {
    rule: 9,
    what: 'the whole list at each pull',
    broken: (asked, pass) => pass({ ...asked, path: asked.path.replace(/timestamp=\d+/, 'timestamp=0') }),
  },
  {
    rule: 9,
    what: 'a second that is not over as the last',
    broken: onIntuitive(({ metadata, elements }) => ({
      metadata: { ...metadata, lastTimestamp: Math.floor(Date.now() / 1000) },
      elements,
    })),
  },
  {
    rule: 9,
    what: 'times days ahead of the clock, as list IDs can be',
    broken: onIntuitive(({ metadata, elements }) => ({
      metadata: { ...metadata, lastTimestamp: Number(metadata['lastTimestamp']) + 172_800 },
      elements,
    })),
  },
  {
    rule: 9,
    what: 'the blacklist as whitelist',
    broken: (asked, pass) => pass({ ...asked, path: asked.path.replace('ipwhite', 'ipblack') }),
  },
]

let server: PublicServer
let proxy: Awaited<ReturnType<typeof startBreakingProxy>>
afterEach(async () => {
  await proxy.stop()
  await server.stop()
})

/** @returns what the checks of a rule say; nothing when they are content. */
async function faults(rule: Check['rule'], broken: Break, prepare?: (server: PublicServer) => void): Promise<string[]> {
  server = await startPublicServer([...hosts, ...others], { whitelist: allowed, pulls: 40, listedFor })
  prepare?.(server)
  proxy = await startBreakingProxy(server.url, broken)
  const found: string[] = []
  for (const check of checks.filter((each) => each.rule === rule)) {
    await check.run({ url: proxy.url, server }).catch((error: unknown) => found.push(String(error)))
  }
  return found
}

describe('a deliberate break is caught', () => {
  it.each(breaks.map(({ rule, what, ...rest }) => [rule, what, rest] as const))(
    'rule %s: %s',
    async (rule, _what, { broken, prepare }) => {
      expect(await faults(rule, broken, prepare)).not.toEqual([])
    },
  )

  it('and what breaks nothing is not', async () => {
    expect(breaks.length).toBeGreaterThanOrEqual(20)
    for (const rule of new Set(checks.map((check) => check.rule))) {
      expect(await faults(rule, (asked, pass) => pass(asked))).toEqual([])
      if (rule !== 9) await Promise.all([proxy.stop(), server.stop()])
    }
  })
})
