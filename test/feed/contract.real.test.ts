import { afterEach, describe, it } from 'vitest'
import { allowed, checks, hosts, listedFor, others } from '../support/apiban-contract.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'

let server: PublicServer
afterEach(() => server.stop())

describe('the rules that public clients need', () => {
  it.each(checks.map((check) => [check.rule, check.says, check] as const))(
    'rule %s: %s',
    async (_rule, _says, check) => {
      server = await startPublicServer([...hosts, ...others], { whitelist: allowed, pulls: 40, listedFor })
      await check.run({ url: server.url, server })
    },
  )
})
