import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mostChosen, type ChosenRows, type ExploreTab, type Query } from '../../../src/contract/console/explore.ts'
import { mostExportPiece, type ExportFile, type ExportFormat } from '../../../src/contract/console/exports.ts'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../support/engine.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { runTool } from '../../support/sip-tools.ts'
import { configureOwnFeed, request, seed } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

/** Rows leave the console as files that other programs read as they were meant. */
const traffic = takeTraffic(700)
const last = (traffic.at(-1)?.[0] ?? 0) + 1_000_000
const hostile: readonly WireEvent[] = [
  request({ source: '2001:db8::7', at: last, agent: '=HYPERLINK("http://192.0.2.1","x")', user: '+46850780296' }),
  request({ source: '203.0.113.66', at: last + 1, agent: 'a\u202eb,"c"' }),
]
const events = [...traffic, ...hostile]
const all: Query = { filter: '', zone: 'UTC', answers: true }

describe('an export', () => {
  const [directory, remove] = temporaryDirectory()
  const outside = mkdtempSync(join(tmpdir(), 'honeynet-export-'))
  let engine: Engine
  let client: ConsoleClient

  beforeAll(async () => {
    seed(directory, events)
    configureOwnFeed(directory)
    engine = await createEngine(engineOptions(directory))
    client = attachClient(engine)
  })
  afterAll(async () => {
    await engine.close()
    remove()
    rmSync(outside, { recursive: true, force: true })
  })

  async function fetched(query: Query, tab: ExploreTab, format: ExportFormat): Promise<[ExportFile, Buffer]> {
    const { id } = await client.call('export.start', { query, tab, format })
    await until('it is written', async () => (await client.call('export.get', { id })).state !== 'running')
    const file = await client.call('export.get', { id })
    const pieces: Uint8Array[] = []
    let size = 0
    while (size < file.bytes) {
      const piece = await client.call('export.piece', { id, offset: size })
      expect(piece.length).toBeLessThanOrEqual(mostExportPiece)
      pieces.push(piece)
      size += piece.length
    }
    await client.call('export.remove', { id })
    return [file, Buffer.concat(pieces)]
  }

  it('holds every matching message byte for byte, and tshark reads back addresses, ports, times and bytes', async () => {
    const [file, bytes] = await fetched(all, 'sources', 'pcapng')
    expect(file).toMatchObject({ state: 'done', rows: events.length, mime: 'application/x-pcapng' })
    const path = join(outside, 'all.pcapng')
    writeFileSync(path, bytes)
    const fields = ['frame.time_epoch', 'ip.src', 'ipv6.src', 'udp.srcport', 'ip.dst', 'ipv6.dst', 'udp.dstport']
    const args = ['-n', '-r', path, '-o', 'udp.check_checksum:TRUE', '--disable-protocol', 'sip', '-T', 'fields']
    const { code, output } = await runTool('tshark', [
      ...args,
      ...[...fields, 'udp.checksum.status', 'udp.payload', 'frame.packet_flags_direction'].flatMap((each) => [
        '-e',
        each,
      ]),
    ])
    expect(code, output).toBe(0)
    const read = output.split('\n').filter((line) => line.includes('\t'))
    const wanted = events.map(([time, , remote, remotePort, local, localPort, direction, , raw]) => {
      const ends = [
        [remote, remotePort],
        [local, localPort],
      ] as const
      const [[from, fromPort], [to, toPort]] = direction === 0 ? ends : [ends[1], ends[0]]
      const v6 = remote.includes(':')
      const mapped = (address: string): string => (address.includes(':') ? address : `::ffff:${address}`)
      return [
        `${Math.floor(time / 1e6)}.${String(time % 1e6).padStart(6, '0')}000`,
        ...[v6 ? '' : from, v6 ? mapped(from) : '', fromPort, v6 ? '' : to, v6 ? mapped(to) : '', toPort],
        ...['1', Buffer.from(raw).toString('hex'), direction === 0 ? '1' : '2'],
      ].join('\t')
    })
    const hexadecimal = (line: string): string => line.replaceAll('0x00000001', '1').replaceAll('0x00000002', '2')
    expect(read.map(hexadecimal).sort()).toEqual(wanted.sort())
  })

  it('says SIP to tshark, too', async () => {
    const [, bytes] = await fetched({ ...all, filter: 'method:INVITE', answers: false }, 'messages', 'pcapng')
    const path = join(outside, 'invites.pcapng')
    writeFileSync(path, bytes)
    const { output } = await runTool('tshark', [
      '-n',
      '-r',
      path,
      '-Y',
      'sip.Method == "INVITE"',
      '-T',
      'fields',
      '-e',
      'sip.Method',
    ])
    const query = { ...all, filter: 'method:INVITE', answers: false }
    const checked = await client.call('explore.check', { query })
    expect(output.split('\n').filter((line) => line === 'INVITE').length).toBe(checked.ok ? checked.hits.messages : -1)
  })

  it('is a table whose cells no spreadsheet runs, with every row once', async () => {
    const [file, bytes] = await fetched({ ...all, answers: false }, 'messages', 'csv')
    const lines = bytes.toString('utf8').trimEnd().split('\r\n')
    expect(lines[0]).toContain('time_utc')
    expect(lines.length - 1).toBe(file.rows)
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(file.rows)
    const text = bytes.toString('utf8')
    expect(text).toContain(`'=HYPERLINK(`)
    expect(text).toContain(`'+46850780296`)
    expect(text).not.toContain('\u202e')
  })

  it('is one JSON object per row of any tab', async () => {
    for (const tab of ['sources', 'dialogs', 'numbers', 'fingerprints'] as const) {
      const [file, bytes] = await fetched({ ...all, answers: false }, tab, 'jsonl')
      // As one looks into a file: nothing that others wrote acts on the terminal.
      expect(bytes.toString('utf8')).not.toMatch(/(?!\n)\p{C}/u)
      const rows = bytes.toString('utf8').trimEnd().split('\n')
      expect(rows.length, tab).toBe(file.rows)
      expect(file.rows, tab).toBeGreaterThan(0)
      for (const row of rows) expect(JSON.parse(row), tab).toBeTypeOf('object')
    }
  })

  it('holds the rows that were chosen, as far as they match, and of pcapng the matching messages in them', async () => {
    const invites: Query = { ...all, filter: 'method:INVITE', answers: false }
    const page = { query: invites, limit: 3, offset: 4 }
    const dialogs = (await client.call('explore.dialogs', page)).rows
    const sources = (await client.call('explore.sources', page)).rows
    const messages = (await client.call('explore.messages', page)).rows
    const [ids, addresses] = [dialogs.map(({ id }) => id), sources.map(({ address }) => address)]
    const sumOf = (rows: readonly { readonly matching: number }[]): number =>
      rows.reduce((sum, { matching }) => sum + matching, 0)
    const chosen: readonly [ChosenRows, readonly object[], number][] = [
      [{ of: 'dialogs', ids: [...ids, ...ids, 987_654] }, dialogs, sumOf(dialogs)],
      [{ of: 'sources', addresses: [...addresses, '192.0.2.254', "'; --"] }, sources, sumOf(sources)],
      [{ of: 'messages', ids: [...messages.map(({ id }) => id), 987_654] }, messages, messages.length],
    ]
    for (const [only, rows, many] of chosen) {
      const [, bytes] = await fetched({ ...invites, only }, only.of, 'jsonl')
      const lines = bytes.toString('utf8').trimEnd().split('\n')
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject(rows)
      const [table] = await fetched({ ...invites, only }, only.of, 'csv')
      expect(table.rows).toBe(rows.length)
      const [packets] = await fetched({ ...invites, only }, only.of, 'pcapng')
      expect(packets.rows, only.of).toBe(many)
    }
    const none: ChosenRows = { of: 'messages', ids: messages.map(({ id }) => id) }
    const [nothing] = await fetched({ ...invites, filter: 'method:REGISTER', only: none }, 'messages', 'csv')
    expect(nothing).toMatchObject({ state: 'done', rows: 0 })
  })

  it('takes only so many rows chosen one by one', async () => {
    const only: ChosenRows = { of: 'messages', ids: Array.from({ length: mostChosen + 1 }, (_, at) => at + 1) }
    const start = client.call('export.start', { query: { ...all, only }, tab: 'messages', format: 'csv' })
    await expect(start).rejects.toMatchObject({ code: 'bad-request' })
  })

  it('is a job that can be cancelled, and leaves no file behind', async () => {
    const { id, job } = await client.call('export.start', { query: all, tab: 'messages', format: 'pcapng' })
    await client.call('job.cancel', { id: job })
    await until('it ended', async () => (await client.call('export.get', { id })).state === 'cancelled')
    await expect(client.call('export.piece', { id, offset: 0 })).rejects.toMatchObject({ code: 'conflict' })
    await client.call('export.remove', { id })
    await expect(client.call('export.get', { id })).rejects.toMatchObject({ code: 'not-found' })
    expect(readdirSync(join(directory, 'exports'))).toEqual([])
  })

  it('refuses a filter with an error in its own words', async () => {
    const query = { ...all, filter: 'metod:INVITE' }
    const start = client.call('export.start', { query, tab: 'messages', format: 'csv' })
    await expect(start).rejects.toMatchObject({ code: 'bad-request' })
  })
})
