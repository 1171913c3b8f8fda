import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ExplorePage } from '../support/explore-page.ts'
import { payloads } from '../support/hostile-traffic.ts'
import { auditPage } from '../support/page-audit.ts'
import { walkByTab } from '../support/tab-walk.ts'
import { until } from '../support/until.ts'
import { cracker, received, startWatchedExplore, sweeper, type WatchedExplore } from '../support/watched-explore.ts'

/** Filters in front of an analyst: written, understood, put right and shared, over what real tools sent. */
describe('the filter of Explore', () => {
  let running: WatchedExplore
  let page: Page
  let explore: ExplorePage

  beforeAll(async () => {
    running = await startWatchedExplore()
    ;({ page, explore } = running)
  })

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/explore ${task.name}.png` })
  })

  afterAll(() => running.stop())

  const paste = (text: string): Promise<void> =>
    page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(event)
    }, text)

  it('is opened by a key, and says in English what is typed and how much matches', async () => {
    await page.goto(`${running.host.origin}/live`)
    await page.locator('main [role=gridcell]').first().waitFor()
    await running.consolePage.chord('g', 'e')
    await until('the field has the focus', explore.hasFocus)
    await explore.says('All messages')
    await explore.says(new RegExp(`^${received.length} messages, 2 sources \\(\\d+ ms\\)$`))
    await page.keyboard.type(`src:${sweeper} method:INVITE`)
    await explore.says(`INVITEs from ${sweeper}`)
    const invites = received.filter(
      ([, , source, , , , , , raw]) => source === sweeper && Buffer.from(raw).includes('CSeq: 1 INVITE'),
    )
    const hits = await running.matching(`src:${sweeper} method:INVITE`)
    expect(hits.messages).toBeGreaterThanOrEqual(invites.length)
    await explore.says(new RegExp(`^${hits.messages} messages, .*1 source \\(`))
    expect(await explore.barriers()).toEqual([])
  })

  it('is completed by keys, with counts of what is stored', async () => {
    await explore.visit()
    await page.keyboard.type('meth')
    await explore.option(/^method:/).waitFor()
    await page.keyboard.press('Tab')
    await expect.poll(explore.value).toBe('method:')
    const hits = await running.matching('method:REGISTER')
    await explore.option(new RegExp(`^REGISTER .*${hits.messages}$`)).waitFor()
    expect(await explore.barriers()).toEqual([])
    await page.keyboard.type('REG')
    await page.keyboard.press('ArrowDown')
    const chosen = await explore.field().getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${chosen ?? ''}"]`).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Enter')
    await expect.poll(explore.value).toBe('method:REGISTER')
    await explore.says(new RegExp(`^${hits.messages} messages`))
    await explore.write('tool:')
    await explore.option(/^sipvicious/).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('listbox', { name: 'Completions' }).waitFor({ state: 'detached' })
    expect(await explore.hasFocus()).toBe(true)
  })

  it('is put right by a key, and undone by the browser', async () => {
    await explore.visit()
    await page.keyboard.type('cuntry:DE method:INVITE')
    await explore.says(/There is no field cuntry/)
    expect(await explore.field().getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.mirror .error').allInnerTexts()).toEqual(['cuntry'])
    await page.keyboard.press('Alt+Enter')
    await expect.poll(explore.value).toBe('country:DE method:INVITE')
    await explore.says('INVITEs from DE')
    await page.keyboard.press('Control+z')
    await expect.poll(explore.value).toBe('cuntry:DE method:INVITE')
    await explore
      .bar()
      .getByRole('button', { name: /^country/ })
      .click()
    await expect.poll(explore.value).toBe('country:DE method:INVITE')
  })

  it('takes what is pasted from Wireshark, and says what it leaves out', async () => {
    await explore.visit()
    await paste(`ip.src == ${sweeper} && sip.Method == "INVITE" && tcp.flags.syn == 1`)
    await expect.poll(explore.value).toBe(`src:${sweeper} method:INVITE`)
    await explore.says('Translated from a display filter of Wireshark.')
    await explore.says(/tcp\.flags\.syn == 1/)
    await explore.says(`INVITEs from ${sweeper}`)
  })

  /** As a link that is followed within the page. */
  async function link(filter: string): Promise<void> {
    await running.consolePage.follow(`/explore?filter=${encodeURIComponent(filter)}`)
    await until('it is read', async () => (await explore.value()).slice(0, 3) === filter.slice(0, 3))
  }

  it('shows every character of what is pasted or linked, and runs none of it', async () => {
    await explore.visit()
    await paste('ua:a\u202eb\u200b')
    await expect.poll(explore.value).toBe('ua:"a\\u202Eb\\u200B"')
    const findings: string[] = []
    for (const text of payloads) {
      await link(`ua:"${text.slice(0, 1500).replaceAll(/["\\]/g, '\\$&')}"`)
      findings.push(...(await auditPage(page)))
    }
    await link(payloads.join(' ').slice(0, 3000))
    findings.push(...(await auditPage(page)))
    expect(findings).toEqual([])
    expect(running.watched.troubles).toEqual([])
  })

  it('stands in the address with all else, for links, back and forward', async () => {
    await explore.visit('?filter=method:INVITE&answers=1&tab=sources&range=24h')
    expect(await explore.value()).toBe('method:INVITE')
    expect(await page.getByLabel('Answers too').isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Last 24 hours' }).waitFor()
    await explore.write('method:REGISTER')
    await page.keyboard.press('Enter')
    await page.waitForURL(/filter=method:REGISTER/)
    await page.getByLabel('Answers too').uncheck()
    await page.waitForURL((url) => !url.searchParams.has('answers'))
    await page.goBack()
    await expect.poll(() => page.getByLabel('Answers too').isChecked()).toBe(true)
    await page.goBack()
    await expect.poll(explore.value).toBe('method:INVITE')
    await page.goForward()
    await expect.poll(explore.value).toBe('method:REGISTER')
    await running.watched.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.locator('.found').focus()
    await page.keyboard.press('y')
    await page.getByText('Copied: ').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    await page.goto(link)
    await expect.poll(explore.value).toBe('method:REGISTER')
    expect(new URL(page.url()).searchParams.get('tab')).toBe('sources')
  })

  it('says which condition to leave out when nothing matches', async () => {
    await explore.visit(`?filter=${encodeURIComponent(`src:${cracker} method:PUBLISH`)}`)
    const chips = explore.bar().getByRole('list', { name: 'Conditions' })
    const hits = await running.matching(`src:${cracker}`)
    await chips.getByText(`${hits.messages} without it`).waitFor()
    expect(await explore.barriers()).toEqual([])
    await chips.getByRole('button', { name: 'Remove the condition method:PUBLISH' }).click()
    await expect.poll(explore.value).toBe(`src:${cracker}`)
    await explore.says(new RegExp(`^${hits.messages} messages`))
  })

  it('looks at all that is stored by a key', async () => {
    await explore.visit('?range=2020-01-01T00:00:00Z..2020-01-01T01:00:00Z')
    await explore
      .bar()
      .getByRole('button', { name: `Look at the last 7 days ${received.length} messages` })
      .waitFor()
    await page.keyboard.press('Escape')
    await running.consolePage.chord('t', 'e')
    await explore.says(new RegExp(`^${received.length} messages, 2 sources`))
    await page.waitForURL((url) => !url.searchParams.get('range')?.startsWith('2020'))
    const [from = 0, to = 0] = (new URL(page.url()).searchParams.get('range') ?? '').split('..').map(Date.parse)
    const times = received.map(([time]) => time / 1000)
    expect(from).toBeLessThanOrEqual(Math.min(...times))
    expect(to).toBeGreaterThan(Math.max(...times))
  })

  it('can be used without a mouse in both themes', async () => {
    await explore.visit('?filter=method:INVITE')
    for (const theme of ['light', 'dark']) {
      await page.getByRole('button', { name: `Use the ${theme} theme` }).click()
      await page.locator(`html[data-theme=${theme}]`).waitFor()
      expect(await explore.barriers()).toEqual([])
    }
    expect(await walkByTab(page)).toEqual([])
    expect(running.watched.troubles).toEqual([])
  })
})
