import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeAuthority, feedAuthority } from '../../../src/engine/blacklist/feed/authority.ts'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { attachClient, engineOptions } from '../../support/engine.ts'
import { startFeed, type FeedProcess } from '../../support/feed-process.ts'
import { connected, startTriage, type Triage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

let work: string
beforeAll(() => (work = mkdtempSync(join(tmpdir(), 'authority-'))))
afterAll(() => rmSync(work, { recursive: true, force: true }))

const inWork = (name: string): string => join(work, name)
const openssl = (...args: readonly string[]): Buffer => execFileSync('openssl', args, { stdio: 'ignore' })
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** @returns the certificate's text. */
function makeAuthority(name: string): string {
  const files = ['-keyout', inWork(`${name}.key`), '-out', inWork(`${name}.crt`)]
  openssl('req', '-x509', ...newKey, ...files, '-days', '2', '-subj', `/CN=${name}`)
  return readFileSync(inWork(`${name}.crt`), 'utf8')
}

/** A server's certificate for this machine, vouched for by `authority`. */
function certify(authority: string): { cert: string; key: string } {
  const [request, cert, key, more] = ['feed.csr', 'feed.crt', 'feed.key', 'feed.ext'].map(inWork) as [
    ...[string, string, string, string],
  ]
  openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', '/CN=feed')
  writeFileSync(more, 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n')
  const by = ['-CA', inWork(`${authority}.crt`), '-CAkey', inWork(`${authority}.key`), '-CAcreateserial']
  openssl('x509', '-req', '-in', request, ...by, '-out', cert, '-days', '2', '-extfile', more)
  return { cert, key }
}

describe('a feed whose certificate only the team’s own authority vouches for', () => {
  let feed: FeedProcess
  let triage: Triage
  let ours: string
  let others: string
  const closing: (() => Promise<void>)[] = []
  beforeAll(async () => {
    ours = makeAuthority('Team authority')
    others = makeAuthority('Another authority')
    feed = await startFeed({ demo: true, solo: false, tls: certify('Team authority') })
    triage = await startTriage([])
    await connected(triage.client)
  })
  afterAll(async () => {
    for (const close of closing) await close()
    await triage.stop()
    await feed.stop()
  })

  const proposal = { reason: 'toll fraud', duration: 86_400_000 }
  async function restarted(): Promise<{ engine: Engine; client: ConsoleClient }> {
    const engine = await createEngine(engineOptions(triage.directory))
    closing.push(() => engine.close())
    return { engine, client: attachClient(engine) }
  }

  const joinWith = (ca?: string): Promise<void> =>
    triage.client.call('feed.join', { url: feed.url, token: feed.token, ...(ca === undefined ? {} : { ca }) })

  it('is not joined unless that authority is named, and says so in words', async () => {
    const unknown = /vouched for by an authority that this console does not know/
    await expect(joinWith()).rejects.toThrow(unknown)
    await expect(joinWith(others)).rejects.toThrow(unknown)
    await expect(joinWith('no certificate')).rejects.toMatchObject({ code: 'bad-request' })
    expect(await triage.client.call('feed.choice', {})).toMatchObject({ use: 'own' })
    expect(feed.log()).not.toContain('analyst.enrolled')
  })

  it('is joined with it, calls and stream, and again from the file; a private key beside it is not kept', async () => {
    await joinWith(`${readFileSync(inWork('Team authority.key'), 'utf8')}\n${ours}`)
    await connected(triage.client)
    const { authority } = await triage.client.call('feed.choice', {})
    expect(authority).toMatchObject({ name: 'CN=Team authority' })
    const { me } = await until('the console sees its own enrolment by the stream', async () => {
      const team = await triage.client.call('people.list', {})
      return team.me.state === 'admitted' && team
    })
    expect(me.roles).toContain('publisher')
    const kept = readFileSync(join(triage.directory, 'feed.json'), 'utf8')
    expect(kept).toContain('BEGIN CERTIFICATE')
    expect(kept).not.toContain('PRIVATE KEY')
  })

  it('is followed again after a restart, by what the file says; with another authority in it, it is not', async () => {
    const { id } = await triage.client.call('ban.propose', {
      address: '11.0.0.7',
      ...proposal,
      confirmation: '11.0.0.7',
    })
    await triage.engine.close()
    const place = join(triage.directory, 'feed.json')
    const kept = readFileSync(place, 'utf8')

    const again = await restarted()
    await connected(again.client)
    expect(await again.client.call('feed.choice', {})).toMatchObject({ use: 'shared', url: feed.url })
    expect(await again.client.call('ban.get', { id })).toMatchObject({ state: 'proposed' })
    const mine = await again.client.call('ban.propose', { address: '11.0.0.8', ...proposal, confirmation: '11.0.0.8' })
    expect(mine.queued).toBe(false)
    await again.engine.close()

    const read = JSON.parse(kept) as { shared: object }
    writeFileSync(place, JSON.stringify({ ...read, shared: { ...read.shared, ca: others } }))
    const stranger = await restarted()
    const { state, error } = await until('it is told of', async () => {
      const status = await stranger.client.call('feed.status', {})
      return status.error !== undefined && status
    })
    expect(state).toBe('unreachable')
    expect(error).toMatch(/vouched for by an authority that this console does not know/)
    // What was seen stays, and nothing is said to a feed that nobody vouches for.
    expect(await stranger.client.call('ban.get', { id })).toMatchObject({ state: 'proposed' })
    const late = await stranger.client.call('ban.propose', {
      address: '11.0.0.9',
      ...proposal,
      confirmation: '11.0.0.9',
    })
    expect(late.queued).toBe(true)
    expect(feed.log()).not.toContain(late.id)
  })
})

describe('what was pasted as a certificate', () => {
  it('is kept as its certificates alone, or refused', () => {
    const pem = makeAuthority('Pasted')
    expect(feedAuthority(undefined)).toBeUndefined()
    expect(feedAuthority(' \n')).toBeUndefined()
    expect(feedAuthority(`from Ada:\r\n${pem}\nregards`)?.trim()).toBe(pem.trim())
    expect(() => feedAuthority(readFileSync(inWork('Pasted.key'), 'utf8'))).toThrow(/no certificate/)
    expect(() => feedAuthority('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toThrow()
    expect(() => feedAuthority(pem.repeat(11))).toThrow()
    expect(describeAuthority(pem)?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
    expect(describeAuthority('nothing')).toBeUndefined()
  })
})
