import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { end, missingFor, startNamespace, type Namespace } from '../support/namespace.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'
import { addresses } from '../support/seeded-feed.ts'

let server: PublicServer
let namespace: Namespace
let work: string

afterEach(async () => {
  await namespace.stop()
  await server.stop()
  rmSync(work, { recursive: true, force: true })
})

const skipUnless = (...programs: string[]): boolean => {
  const missing = missingFor(...programs)
  if (missing !== undefined) console.warn(`SKIPPED, ${programs[0] ?? ''} was not tried: ${missing}`)
  return missing !== undefined
}

/** What nobody but root may send to the kernel in one transaction is measured in megabytes. */
const many = process.getuid?.() === 0 ? 200_000 : 5000
const hosts = addresses(many)
const [kept = '', revoked = ''] = [hosts[7], hosts[many - 1]]

async function begin(list: readonly string[]): Promise<void> {
  server = await startPublicServer(list)
  namespace = await startNamespace(server.url)
  work = mkdtempSync(join(tmpdir(), 'firewall-'))
}

async function inside(program: string, ...args: string[]): Promise<string> {
  const { code, output } = await namespace.run(program, args, 120)
  if (code !== 0) throw new Error(`${program} ${args.join(' ').slice(0, 200)}: ${output.slice(0, 1000)}`)
  return output
}

/** As a cron job does it: only what came whole is used. */
async function fetchList(format: string): Promise<string> {
  const file = join(work, format)
  await inside('curl', '-sSf', '-o', file, `${namespace.url}/list/${server.key}/${format}`)
  return file
}

/** Looks all the time whether `command` succeeds, until stopped. @returns how often it did not. */
function watch(program: string, ...args: string[]): () => Promise<number> {
  const looking = { on: true, failures: 0 }
  const done = (async () => {
    while (looking.on) {
      if ((await namespace.run(program, args)).code !== 0) looking.failures += 1
      await sleep(20)
    }
  })()
  return async () => {
    looking.on = false
    await done
    return looking.failures
  }
}

/** What an operator writes once: the sets, and what they are for. */
const rules = `table inet honeynet {
  set blocked4 { type ipv4_addr; flags interval, timeout; }
  set blocked6 { type ipv6_addr; flags interval, timeout; }
  chain out {
    type filter hook output priority 0;
    ip daddr @blocked4 drop
    ip6 daddr @blocked6 drop
  }
}
`

const tried = [kept, revoked, '9.9.9.5', '2a00:1450::8']

/** Sends to each of `tried`, which are its own, every few milliseconds; says what was sent and what arrived. */
const sender = `
const [four, six] = ['udp4', 'udp6'].map((type) => require('dgram').createSocket({ type, ipv6Only: type === 'udp6' }))
const sent = {}, got = {}
for (const socket of [four, six]) {
  socket.on('error', () => undefined)
  socket.on('message', (text) => { got[text] = (got[text] ?? 0) + 1 })
  socket.bind(7777)
}
setInterval(() => {
  for (const to of ${JSON.stringify(tried)}) {
    sent[to] = (sent[to] ?? 0) + 1
    const socket = to.includes(':') ? six : four
    socket.send(to, 7777, to, () => undefined)
  }
}, 5)
setInterval(() => console.log(JSON.stringify({ sent, got })), 50)`

type Count = Readonly<Record<string, number>>
interface Traffic {
  readonly sent: Count
  readonly got: Count
}

/** @returns what gives the counts of a moment after the call. */
async function startTraffic(): Promise<{ now(): Promise<Traffic>; stop(): Promise<void> }> {
  for (const address of tried) await inside('ip', 'address', 'add', address, 'dev', 'lo')
  const child = namespace.start(process.execPath, ['-e', sender])
  const counts: { last?: Traffic } = {}
  if (!child.stdout) throw new Error('no output')
  createInterface(child.stdout).on('line', (line) => (counts.last = JSON.parse(line) as Traffic))
  return {
    async now() {
      // Two reports on: what was under way has arrived.
      for (let seen = 0; seen < 3; seen += 1) {
        const before = counts.last
        while (counts.last === before) await sleep(10)
      }
      if (!counts.last) throw new Error('no counts')
      return counts.last
    },
    stop: () => end(child),
  }
}

describe.skipIf(skipUnless('nft', 'curl'))('nft -f', () => {
  it(`takes ${many} entries in one transaction, and replaces them without a gap`, async () => {
    await begin([...hosts, '2a00:1450::8', '9.9.9.0/28'])
    writeFileSync(join(work, 'rules'), rules)
    await inside('nft', '-f', join(work, 'rules'))
    const traffic = await startTraffic()
    const open = await traffic.now()
    for (const address of tried) expect(open.got[address]).toBeGreaterThan(0)
    await inside('nft', '-f', await fetchList('nft'))
    const blocked = await traffic.now()
    server.takeOff(server.list.snapshot().entries.filter(({ address }) => address === revoked))
    await inside('nft', '-f', await fetchList('nft'))
    const after = await traffic.now()
    await traffic.stop()
    for (const address of tried.filter((each) => each !== revoked)) {
      expect(after.sent[address]).toBeGreaterThan(blocked.sent[address] ?? 0)
      expect(after.got[address]).toBe(blocked.got[address])
    }
    expect(after.got[revoked]).toBeGreaterThan(blocked.got[revoked] ?? 0)
  })
})

describe.skipIf(skipUnless('ipset', 'curl'))('ipset restore', () => {
  const restore = async (): Promise<string> => inside('ipset', 'restore', '-file', await fetchList('ipset'))

  it(`takes ${many} entries beside those in use, and swaps them without a gap`, async () => {
    await begin([...hosts, '2a00:1450::8', '9.9.9.0/28'])
    await restore()
    expect(await inside('ipset', 'list', '-t', 'honeynet4')).toContain(`Number of entries: ${many + 1}`)
    await inside('ipset', 'test', 'honeynet6', '2a00:1450::8')
    await inside('ipset', 'test', 'honeynet4', '9.9.9.5')
    server.takeOff(server.list.snapshot().entries.filter(({ address }) => address === revoked))
    const gaps = watch('ipset', 'test', 'honeynet4', kept)
    await restore()
    expect(await gaps()).toBe(0)
    expect((await namespace.run('ipset', ['test', 'honeynet4', revoked])).code).not.toBe(0)
    expect(await inside('ipset', 'list', '-n')).toBe('honeynet4\nhoneynet6\n')
  })
})

const jail = `[DEFAULT]
[honeynet]
enabled = true
backend = polling
filter = honeynet
logpath = WORK/empty.log
bantime = 1h
action = nftables[type=allports, name=honeynet]
`

describe.skipIf(skipUnless('fail2ban-server', 'fail2ban-client', 'nft', 'curl'))('fail2ban', () => {
  it('blocks what the plain list names', async () => {
    await begin(['45.0.0.1', '45.0.0.2', '2a00:1450::8'])
    for (const folder of ['action.d', 'filter.d', 'jail.d']) mkdirSync(join(work, folder))
    for (const name of ['nftables.conf', 'nftables-allports.conf'])
      copyFileSync(`/etc/fail2ban/action.d/${name}`, join(work, 'action.d', name))
    const settings = readFileSync('/etc/fail2ban/fail2ban.conf', 'utf8')
    writeFileSync(join(work, 'fail2ban.conf'), settings.replace(/^dbfile = .*$/m, 'dbfile = None'))
    writeFileSync(join(work, 'filter.d/honeynet.conf'), '[Definition]\nfailregex = ^banned <HOST>$\n')
    writeFileSync(join(work, 'jail.conf'), jail.replace('WORK', work))
    writeFileSync(join(work, 'empty.log'), '')
    const socket = join(work, 'f2b.sock')
    const logs = ['--logtarget', join(work, 'f2b.log'), '-p', join(work, 'f2b.pid')]
    const daemon = namespace.start('fail2ban-server', ['-f', '-c', work, '-s', socket, ...logs, 'start'])
    try {
      while ((await namespace.run('fail2ban-client', ['-s', socket, 'ping'])).code !== 0) await sleep(200)
      const file = await fetchList('plain')
      const feed = `grep -v '^#' ${file} | xargs fail2ban-client -s ${socket} set honeynet banip`
      while ((await namespace.run('sh', ['-c', feed])).code !== 0) await sleep(200)
      const rules = async (): Promise<string> => (await namespace.run('nft', ['list', 'ruleset'])).output
      const listed = ['45.0.0.1', '45.0.0.2', '2a00:1450::8']
      let text = ''
      while (!listed.every((address) => text.includes(address))) {
        await sleep(200)
        text = await rules()
      }
      expect(await inside('fail2ban-client', '-s', socket, 'status', 'honeynet')).toContain('Currently banned:\t3')
    } finally {
      await end(daemon)
    }
  })
})
