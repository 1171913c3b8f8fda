import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { runFeed, startFeed } from '../support/feed-process.ts'
import { connectConsole, createAuthor, proposalOf } from '../support/ledger-client.ts'

it('a feed whose ledger was changed says so, takes nothing new, and serves its last good list', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'feed-broken-'))
  const author = createAuthor()
  const sound = await startFeed({ directory })
  const first = await connectConsole(sound, 'Ada', author)
  await first.ban('8.8.8.8')
  const revoked = await first.ban('9.9.9.9')
  await first.record('ban.revoked', revoked, { reason: 'a customer' })
  const { key } = await first.addSubscriber('pbx')
  await sound.stop()

  const direct = new Database(join(directory, 'ledger.db'))
  direct.exec('DROP TRIGGER record_is_never_changed')
  direct.exec("UPDATE record SET intent = replace(intent, '8.8.8.8', '1.1.1.1') WHERE seq = 3")
  direct.close()
  const { code, out } = await runFeed('--config', join(directory, 'feed.yaml'), '--verify')
  expect([code, JSON.parse(out)]).toMatchObject([
    1,
    { verified: false, fault: expect.stringMatching(/^record 3/) as string },
  ])

  const broken = await startFeed({ directory })
  const get = async (path: string) => {
    const response = await fetch(`${broken.url}/${path}`, { headers: { authorization: `Bearer ${broken.token}` } })
    return { status: response.status, body: (await response.json()) as unknown }
  }
  expect(await get('ledger/info')).toMatchObject({ status: 200, body: { verified: false, records: 2, published: 1 } })
  expect(await get(`api/${key}/banned`)).toMatchObject({ status: 200, body: { ipaddress: ['8.8.8.8'] } })
  expect((await get(`api/${key}/check/9.9.9.9`)).status).toBe(400)
  const signed = author.intend('ban.proposed', randomUUID(), proposalOf('1.1.1.1'))
  const refused = await fetch(`${broken.url}/ledger/records`, {
    method: 'POST',
    headers: { authorization: `Bearer ${broken.token}` },
    body: JSON.stringify(signed),
  })
  expect([refused.status, await refused.json()]).toMatchObject([507, { error: { code: 'storage' } }])
  expect(broken.log()).toContain('ledger is broken')
  expect(await broken.stop()).toBe(0)
  rmSync(directory, { recursive: true })
})
