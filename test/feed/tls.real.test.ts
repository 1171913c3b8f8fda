import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'

let work: string
let feed: FeedProcess

/** A certificate of its own authority for this machine alone. */
function certify(name: string): { cert: string; key: string } {
  const [cert, key] = [join(work, `${name}.crt`), join(work, `${name}.key`)]
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1']
  const how = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', [...how, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' })
  return { cert, key }
}

interface Seen {
  readonly status: number
  readonly name: unknown
}

function ask(path: string, ca: string): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const options = { ca: readFileSync(ca), agent: false, headers: { 'x-api-key': 'x' } }
    request(`${feed.url}${path}`, options, (response) => {
      const { socket } = response
      const name = socket instanceof TLSSocket ? socket.getPeerCertificate().subject.CN : undefined
      response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, name }))
    })
      .on('error', reject)
      .end()
  })
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'feed-tls-'))
  const first = certify('first')
  renameSync(first.cert, join(work, 'feed.crt'))
  renameSync(first.key, join(work, 'feed.key'))
  writeFileSync(join(work, 'first.crt'), readFileSync(join(work, 'feed.crt')))
  // Not loopback: allowed because there is a certificate.
  const tls = { cert: join(work, 'feed.crt'), key: join(work, 'feed.key') }
  feed = await startFeed({ listen: { address: '0.0.0.0', port: 0 }, tls })
  feed = { ...feed, url: feed.url.replace('0.0.0.0', '127.0.0.1') }
})
afterAll(async () => {
  await feed.stop()
  rmSync(work, { recursive: true, force: true })
})

it('speaks HTTPS with the certificate it was given, on any address, and nothing else', async () => {
  expect(feed.url).toMatch(/^https:/)
  expect(await ask('/api/x/banned', join(work, 'first.crt'))).toEqual({ status: 403, name: 'first' })
  expect(feed.log()).not.toContain('without TLS')
  await expect(fetch(`${feed.url.replace('https', 'http')}/api/x/banned`)).rejects.toThrow()
})

it('takes a renewed certificate without a pause, and keeps the old one while the new one is not whole', async () => {
  const second = certify('second')
  writeFileSync(join(work, 'feed.crt'), readFileSync(second.cert))
  process.kill(feed.pid, 'SIGHUP')
  while (!feed.log().includes('the certificate in use stays')) await sleep(20)
  expect((await ask('/list/x/plain', join(work, 'first.crt'))).name).toBe('first')
  writeFileSync(join(work, 'feed.key'), readFileSync(second.key))
  process.kill(feed.pid, 'SIGHUP')
  while (!feed.log().includes('certificate renewed')) await sleep(20)
  expect(await ask('/v1/decisions', join(work, 'second.crt'))).toEqual({ status: 403, name: 'second' })
})
