import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportFormat } from '../../../src/contract/console/reports.ts'
import { launchBrowser, openPage } from '../../support/browser.ts'
import { hostileTexts } from '../../support/hostile.ts'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'

const start = Date.UTC(2026, 2, 1, 0, 30) * 1000
const attacker = '203.0.113.7'
const day = 86_400_000
const digest = '6629fae49393a05397450978507c4ef1'
let open: Triage
let campaign: number

const traffic = [
  ...hostileTexts.map((text, at) =>
    request({
      source: attacker,
      at: start + at * 60_000_000,
      agent: text.replace(/[\r\n]/g, ' '),
      user: `900468507802${at}`,
    }),
  ),
  request({
    ...{ source: attacker, at: start + 30_000_000, method: 'REGISTER', user: "' OR 1=1--" },
    headers: [`Authorization: Digest username="100", response="${digest}"`],
  }),
  request({ source: '203.0.113.8', at: start + 1, method: 'OPTIONS', user: '100', proof: 0 }),
]

beforeAll(async () => {
  open = await startTriage(traffic)
  const { client } = open
  await connected(client)
  await client.call('ban.propose', { address: attacker, reason: hostileTexts[0], duration: day })
  const sources = [attacker, '203.0.113.8']
  const made = await client.call('campaign.create', { name: hostileTexts[1], note: hostileTexts[3], sources })
  campaign = made.id
})
afterAll(() => open.stop())

async function build(format: ReportFormat, tlp: 'AMBER' | 'RED' = 'AMBER') {
  const file = await open.client.call('report.build', { subject: { kind: 'campaign', id: campaign }, format, tlp })
  return { ...file, text: Buffer.from(file.bytes).toString('utf8') }
}

test('campaigns count what their sources sent', async () => {
  const { client } = open
  const detail = await client.call('campaign.get', { id: campaign })
  expect(detail.campaign).toMatchObject({ sources: 2, messages: traffic.length, note: hostileTexts[3] })
  expect(detail.campaign.sparkline.reduce((sum, each) => sum + each, 0)).toBe(traffic.length)
  expect(detail.sources.map(({ address }) => address)).toEqual([attacker, '203.0.113.8'])
  expect(await client.call('campaign.addSources', { id: campaign, sources: ['203.0.113.8', '203.0.113.9'] })).toEqual({
    added: ['203.0.113.9'],
  })
  expect(await client.call('campaign.get', { id: campaign })).toMatchObject({
    ...{ campaign: { sources: 3 }, seen: 2, unseen: ['203.0.113.9'] },
  })
  const some = ['203.0.113.9', '203.0.113.10']
  expect(await client.call('campaign.removeSources', { id: campaign, sources: some })).toEqual({
    removed: ['203.0.113.9'],
  })
  await client.call('campaign.update', { id: campaign, note: 'seen before' })
  expect(await client.call('campaigns.list', {})).toMatchObject([{ id: campaign, note: 'seen before', sources: 2 }])
  await client.call('campaign.update', { id: campaign, note: hostileTexts[3] })
  await expect(client.call('campaign.get', { id: 999 })).rejects.toMatchObject({ code: 'not-found' })
})

test('the HTML report runs nothing and asks for nothing in Chromium', async () => {
  const { name, text } = await build('html')
  const file = join(open.directory, name)
  // Without its policy too: escaping alone must hold.
  for (const html of [text, text.replace(/<meta http-equiv[^>]*>/, '')]) {
    writeFileSync(file, html)
    const browser = await launchBrowser()
    try {
      const { page } = await openPage(browser)
      const requests: string[] = []
      page.on('request', (each) => requests.push(each.url()))
      const errors: string[] = []
      page.on('console', (message) => errors.push(message.text()))
      await page.goto(pathToFileURL(file).href)
      expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
      expect(await page.locator('script, img, iframe, object, link, [onload], [onerror], a').count()).toBe(0)
      expect(requests).toEqual([pathToFileURL(file).href])
      expect(errors).toEqual([])
      expect(await page.locator('section').count()).toBe(12)
    } finally {
      await browser.close()
    }
  }
})

test('the PDF opens, carries its TLP label on every page, and is searchable', async () => {
  const { bytes } = await build('pdf')
  const file = join(open.directory, 'report.pdf')
  writeFileSync(file, bytes)
  const pages = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
  expect(pages.length).toBeGreaterThan(1)
  for (const [at, page] of pages.entries()) {
    expect(page.match(/TLP:AMBER/g)?.length).toBeGreaterThanOrEqual(2)
    expect(page).toContain(`Page ${at + 1} of ${pages.length}`)
  }
  expect(pages.join('')).toContain(attacker)
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/(JavaScript|JS|URI|Launch|EmbeddedFile)\b/)
})

test('CSV guards formulas and keeps the digits of numbers', async () => {
  const { text } = await build('csv')
  const [head, ...rows] = text.trimEnd().split('\r\n')
  expect(head).toBe(
    'type,value,country,asn,network,proof,first_seen_utc,last_seen_utc,count,num_core,num_raw,prefix,note',
  )
  expect(rows.filter((row) => /(^|,)"?[=+\-@]/.test(row))).toEqual([])
  expect(rows.some((row) => row.startsWith('number,468507802'))).toBe(true)
})

test('digest responses and the sensor are shown at TLP:RED alone', async () => {
  for (const format of ['html', 'markdown', 'csv'] as const) {
    const { text } = await build(format)
    expect(text).not.toContain(digest)
    expect(text).not.toContain('192.0.2.250')
  }
  expect((await build('html', 'RED')).text).toContain(digest)
  const one = await open.client.call('report.build', {
    subject: { kind: 'source', address: attacker },
    format: 'markdown',
  })
  expect(one.name).toMatch(/^sip-report-203\.0\.113\.7-\d{4}-\d\d-\d\d\.md$/)
  await expect(
    open.client.call('report.build', { subject: { kind: 'source', address: '203.0.113.99' }, format: 'html' }),
  ).rejects.toMatchObject({ code: 'not-found' })
})
