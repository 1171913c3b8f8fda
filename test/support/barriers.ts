import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type AxeRun from 'axe-core'
import type { Page } from 'playwright-core'

declare const axe: typeof AxeRun
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds serious or critical on a page, told by rule and place. */
export async function barriersOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`))
  })
}
