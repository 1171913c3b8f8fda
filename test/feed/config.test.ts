import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isLoopback, readConfig } from '../../src/feed/config.ts'

const resources = join(import.meta.dirname, '../../resources')

describe('the configuration', () => {
  it('comes with an example that works as it stands, and whose values are the defaults', () => {
    expect(readConfig(join(resources, 'feed.example.yaml'))).toEqual({
      listen: { address: '127.0.0.1', port: 8780 },
      insecureHttp: false,
      directory: join(resources, 'feed-data'),
      consoleToken: 'replace-this-token-with-your-own',
      hostNames: [],
      solo: false,
      unproven: 'confirm',
      holdSeconds: 60,
      demo: false,
      protectedAddresses: [],
      limits: { pulls: 600, checks: 6000, minutes: 5 },
    })
  })

  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.0.1', false],
    ['127.0.0.1.example.org', false],
    ['', false],
  ])('takes %j for loopback: %s', (address, outcome) => {
    expect(isLoopback(address)).toBe(outcome)
  })
})
