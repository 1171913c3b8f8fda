import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import { exploreTabs } from '../../src/contract/console/explore.ts'
import { violationPath } from '../../src/contract/console/page.ts'
import type { ReportFormat } from '../../src/contract/console/reports.ts'
import { AuditedPage, inLanes, openBeside } from '../support/audited-page.ts'
import { openPage, type Watched } from '../support/browser.ts'
import { discardHostileHoneynet, startHostileHoneynet, type HostileHoneynet } from '../support/hostile-honeynet.ts'
import { hostileSources, payloads, type HostileSource } from '../support/hostile-traffic.ts'
import { expectInertCsv, expectInertMarkdown, expectInertPdf } from '../support/inert-files.ts'
import { auditPage } from '../support/page-audit.ts'
import { sessionCookie } from '../support/rpc-client.ts'
import { until } from '../support/until.ts'
import { startWatchedConsole, type WatchedConsole } from '../support/watched-console.ts'

/**
 * Text of attackers, of analysts and of a sensor that was taken over, in every field that is shown, in front of every
 * screen, card and export. It may be seen; it may not act.
 */
const sources = hostileSources()
const lanes = 3

type Subject =
  { readonly kind: 'source'; readonly address: string } | { readonly kind: 'campaign'; readonly id: number }

describe('hostile text', () => {
  let running: WatchedConsole
  let honeynet: HostileHoneynet | undefined
  let pages: readonly AuditedPage[]
  /** The first of them, for what cannot be shared out. */
  let one: AuditedPage
  let client: ConsoleClient
  /** Each finding is told once, with the first place that has it. */
  const findings = new Map<string, string>()

  beforeAll(async () => {
    running = await startWatchedConsole()
    client = await running.speak()
    honeynet = await startHostileHoneynet(client, sources)
    const others = await Promise.all(Array.from({ length: lanes - 1 }, () => openBeside(running)))
    one = audited(running.watched)
    pages = [one, ...others.map(audited)]
  })

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const [at, { page }] of pages.entries())
      await page.screenshot({ path: `test-results/hostile ${task.name} ${at}.png` })
  })

  afterAll(async () => {
    await running.stop()
    if (honeynet) await discardHostileHoneynet(honeynet)
  })

  const audited = (watched: Watched): AuditedPage =>
    new AuditedPage(watched, (finding, where) => {
      if (!findings.has(finding)) findings.set(finding, where)
    })
  const told = (): string[] => {
    const all = [...findings].map(([finding, where]) => `${where}: ${finding}`)
    findings.clear()
    return all
  }
  const campaigns = async (): Promise<readonly number[]> =>
    (await client.call('campaigns.list', {})).map(({ id }) => id)

  it('is inert on Live: its tables, its charts and their tooltips, and what narrows it', async () => {
    await one.visit('/live', 'main [role=row]')
    for (const panel of ['Rate by method', 'Origins']) {
      const region = one.page.getByRole('region', { name: panel })
      const chart = region.getByRole('img')
      await chart.waitFor()
      await hoverAcross(chart, () => one.look(`tooltips of ${panel}`))
      await region.getByRole('button', { name: 'View as table' }).click()
      await one.look(`${panel} as a table`)
    }
    await inLanes(pages, payloads, async (view, text) => {
      await view.visit(`/live?agent=${encodeURIComponent(text)}`, 'main [role=grid]')
      await view.visit(`/live?number=${encodeURIComponent(text)}`, 'main [role=grid]')
    })
    expect(told()).toEqual([])
  })

  async function profile(view: AuditedPage, { what, address }: HostileSource): Promise<void> {
    const { page } = view
    await view.visit(`/source/${address}`, `main h1:has-text("${address}")`)
    await view.showTables()
    for (const summary of await page.locator('summary').all()) await summary.click()
    await view.look(`profile of ${what}`)
    await view.card(`ban (${what})`, async () => {
      await view.press(/^Propose ban/)()
      await page
        .getByRole('dialog')
        .getByLabel(/Reason/)
        .waitFor()
    })
    await view.card(`campaign (${what})`, view.press(/^Add to campaign/))
  }

  async function dialogs(view: AuditedPage, { what, address }: HostileSource): Promise<void> {
    const { page } = view
    const { rows } = await client.call('dialogs.page', { source: address, limit: 100 })
    expect(rows.length, what).toBeGreaterThan(0)
    for (const [at, { id }] of rows.entries()) {
      if (at === 0) await view.visit(`/dialog/${id}`, 'main [role=option]')
      else await page.keyboard.press(']')
      await page.waitForURL(`**/dialog/${id}`)
      await page.getByRole('option').first().waitFor()
      const messages = await page.getByRole('option').count()
      for (let message = 0; message < messages; message++) {
        await view.look(`message ${message} of dialog ${id} (${what})`)
        await page.keyboard.press('j')
      }
    }
  }

  it('is inert in the profile of a source, its cards and its dialogs', async () => {
    await inLanes(pages, sources, async (view, source) => {
      await profile(view, source)
      await dialogs(view, source)
    })
    expect(told()).toEqual([])
  }, 900_000)

  it('is inert in campaigns, bans, whitelists and sensors, row by row', async () => {
    await one.visit('/campaigns', 'main [role=row]')
    await inLanes(pages, await campaigns(), async (view, id) => {
      await view.visit(`/campaigns/${id}`, 'main h1')
      await view.card('edit campaign', view.press(/^Edit/))
      await view.card('delete campaign', view.press(/^Delete/))
    })
    const lists = [
      ['/whitelists', 'Whitelist entries'],
      ['/sensors', 'Sensors'],
    ] as const
    await inLanes(pages, lists, async (view, [path, name]) => {
      await view.visit(path, 'main [role=gridcell]')
      const grid = view.page.getByRole('grid', { name })
      const rows = Number(await grid.getAttribute('aria-rowcount'))
      await grid.focus()
      for (let row = 1; row < rows; row++) {
        await view.page.keyboard.press('j')
        await view.look(`${path}, row ${row}`)
      }
      await view.card(`remove: ${path}`, view.press(/^Remove/))
    })
    expect(told()).toEqual([])
  })

  it('is inert in the detail of every ban and in the cards of its steps', async () => {
    await Promise.all(pages.map((view) => view.visit('/bans', '.ban')))
    const bans = await one.page.locator('.ban .choose').evaluateAll((cards) => cards.map(({ id }) => id))
    expect(bans.length).toBeGreaterThan(0)
    await inLanes(pages, bans, async (view, id) => {
      const card = view.page.locator(`.ban .choose[id="${id}"]`)
      // The name of a lane opens it where it stands closed.
      await view.page.locator('.lane').filter({ has: card }).getByRole('heading').getByRole('button').click()
      await card.click()
      await view.page.locator(`[role=group][aria-activedescendant="${id}"]`).waitFor()
      await view.look('detail of a ban')
      for (const name of [/^Approve/, /^Reject/, /^Revoke/])
        if ((await view.page.locator('main').getByRole('button', { name }).count()) > 0)
          await view.card('ban step', view.press(name))
    })
    await one.card('subscriber', one.press(/^Add subscriber/))
    expect(told()).toEqual([])
  })

  it('is inert in the Inbox, in what it says of each row, and in its cards', async () => {
    await inLanes(pages, ['Waiting', 'Banned or proposed'], async (view, list) => {
      const { page } = view
      await view.visit('/inbox', 'main [role=tab]')
      await page.getByRole('tab', { name: new RegExp(`^${list}`) }).click()
      const grid = page.getByRole('grid', { name: 'Inbox' })
      await page
        .getByRole('tabpanel', { name: new RegExp(`^${list}`) })
        .getByRole('gridcell')
        .first()
        .waitFor()
      const rows = Number(await grid.getAttribute('aria-rowcount')) - 1
      await grid.focus()
      for (let row = 0; row < rows; row++) {
        const address = await page.locator('.row.active [role=gridcell]').nth(2).innerText()
        await page.locator('#inbox-list').getByRole('heading', { name: address, exact: true }).waitFor()
        await view.look(`${list} in the Inbox, row ${row}: ${address}`)
        await page.keyboard.press('j')
      }
      await page.keyboard.press('Home')
      for (const name of list === 'Waiting'
        ? [/^Approve/, /^Reject/, /^Snooze/]
        : [/^Whitelist/, /^Campaign/, /^Label/])
        await view.card(`${list} in the Inbox`, view.press(name))
    })
    expect(told()).toEqual([])
  })

  it('is inert in Explore, with every column, and in what hunts find', async () => {
    await inLanes(pages, exploreTabs, async (view, tab) => {
      const { page } = view
      const grid = page.locator(`#explore-rows[aria-labelledby$=${tab}]`).getByRole('grid')
      await view.visit(`/explore?tab=${tab}&answers=1`, 'main')
      await grid.getByRole('gridcell').first().waitFor()
      await grid.focus()
      await page.keyboard.press('Shift+C')
      const hidden = page.getByRole('menuitemcheckbox', { checked: false })
      await page.getByRole('menuitemcheckbox').first().waitFor()
      while ((await hidden.count()) > 0) await hidden.first().click()
      await page.keyboard.press('Escape')
      await view.leafThrough(grid, `${tab} in Explore`)
    })
    const { id } = await client.call('hunt.start', { query: { filter: 'raw:"ran=1"', zone: 'UTC', answers: true } })
    await until('the hunt is done', async () => (await client.call('hunts.list', {}))[0]?.state === 'done')
    await one.visit(`/explore?hunt=${id}`, 'main')
    await one.leafThrough(one.page.getByRole('grid', { name: 'Messages that the hunt found' }), 'hits of a hunt')
    await one.visit('/settings', 'main table[aria-busy=false]')
    expect(told()).toEqual([])
  })

  it('is inert in every other card and in what the palette finds', async () => {
    await one.visit(`/source/${sources[0]?.address}`, 'main h1')
    await one.card('whitelist', one.press(/^Whitelist/))
    await one.visit('/campaigns', 'main [role=row]')
    await one.card('new campaign', one.press(/^New campaign/))
    const texts = ['ran', 'script', '45.83', 'http', '_', '=', 'DROP', 'W', 'Z', '\\', '@', '46']
    await inLanes(pages, texts, async (view, text) =>
      view.card(`palette: ${text}`, async () => {
        await view.page.keyboard.press('Control+k')
        await view.page.keyboard.type(text)
        await view.page.waitForTimeout(300)
      }),
    )
    expect(told()).toEqual([])
  })

  async function fileOf(subject: Subject, format: ReportFormat): Promise<Buffer> {
    const title = '=<script>window.ran=1</script>'
    return Buffer.from((await client.call('report.build', { subject, format, title })).bytes)
  }

  it('is inert in reports, on screen and as files', async () => {
    const ofSources = sources.map(({ address }) => ({ kind: 'source', address }) as const)
    const ofCampaigns = (await campaigns()).map((id) => ({ kind: 'campaign', id }) as const)
    await inLanes(pages, [...ofSources, ...ofCampaigns], async (view, subject) => {
      const path = subject.kind === 'source' ? `source=${subject.address}` : `campaign=${subject.id}`
      await view.visit(`/reports?${path}`, 'main article')
    })
    await one.page.getByLabel('Title').fill('<script>window.ran=1</script>=1+1')
    await one.page.getByLabel('Title').blur()
    await one.look('a report with a title of its own')
    expect(told()).toEqual([])
    const plain = await Promise.all(pages.map(() => openPage(running.browser)))
    await inLanes([...plain.entries()], [...ofCampaigns.slice(-2), ...ofSources], async ([at, { page }], subject) => {
      const html = join(running.data, `report-${at}.html`)
      // Without its own policy: escaping alone must hold.
      const bare = (await fileOf(subject, 'html')).toString().replace(/<meta http-equiv[^>]*>/, '')
      writeFileSync(html, bare)
      await page.goto(pathToFileURL(html).href)
      expect(await auditPage(page)).toEqual([])
      expectInertMarkdown((await fileOf(subject, 'markdown')).toString())
      expectInertCsv((await fileOf(subject, 'csv')).toString())
      expectInertPdf(await fileOf(subject, 'pdf'), join(running.data, `report-${at}.pdf`))
    })
    const troubles = plain.flatMap((each) => each.troubles)
    expect(troubles.filter((trouble) => !trouble.startsWith('request: file:'))).toEqual([])
    await Promise.all(plain.map(({ context }) => context.close()))
  })

  it('ran nothing, asked for nothing and broke no policy on the way', async () => {
    expect(pages.flatMap(({ watched }) => watched.troubles)).toEqual([])
    const cookie = await sessionCookie(running.watched.context, running.host.origin)
    const reports = await fetch(`${running.host.origin}${violationPath}`, { headers: { cookie } })
    expect(await reports.json()).toMatchObject({ count: 0 })
    expect(running.host.log()).not.toMatch(/"level":(50|60)/)
  })
})

/** Rests the pointer at points of a chart, so that its tooltips open. */
async function hoverAcross(chart: Locator, at: () => Promise<void>): Promise<void> {
  const box = await chart.boundingBox()
  if (!box) throw new Error('the chart is not on screen')
  for (let step = 1; step < 12; step++) {
    const position = { x: (box.width * step) / 12, y: box.height / 2 }
    await chart.hover({ position, force: true })
    await chart.page().waitForTimeout(60)
    await at()
  }
}
