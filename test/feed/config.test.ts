import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isLoopback, readConfig, type FeedConfig } from '../../src/feed/config.ts'

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
      trustedProxies: [],
      bundled: { 'public-dns': true, cdn: true, 'research-scanners': true },
      limits: { pulls: 600, checks: 6000, minutes: 5 },
    })
  })

  const written = (text: string): (() => unknown) => {
    const folder = mkdtempSync(join(tmpdir(), 'feed-config-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = join(folder, 'feed.yaml')
    writeFileSync(path, `directory: data\nconsoleToken: a-console-token-for-tests\n${text}`)
    return () => readConfig(path)
  }
  const open = 'listen: { address: 0.0.0.0, port: 8780 }\n'

  it('refuses an address that is not loopback, unless there is a certificate or the risk is written out', () => {
    expect(written(open)).toThrow('listen.address: is not loopback')
    expect(written(`${open}insecureHttp: true\n`)).not.toThrow()
    expect(written(`${open}tls: { cert: a.crt, key: a.key }\n`)).not.toThrow()
    expect(written(`${open}tls: { cert: a.crt }\n`)).toThrow('tls.key')
  })

  it('means the files of the certificate from its own folder', () => {
    const { tls, directory } = written('listen: {}\ntls: { cert: a.crt, key: /etc/a.key }\n')() as FeedConfig
    expect(tls).toEqual({ cert: join(dirname(directory), 'a.crt'), key: '/etc/a.key' })
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
