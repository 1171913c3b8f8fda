import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type AxeRun from 'axe-core'
import type { Page } from 'playwright-core'

declare const axe: typeof AxeRun
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Once is enough for a document. */
export async function loadAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
}

/** What axe finds serious or critical on a page, told by rule and place. */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  await loadAxe(page)
  return page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`))
      .map((text) => text.slice(0, 400))
  })
}
