import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { repository } from './console-process.ts'

/** Names a directory: the pictures go there as well, for the documents. */
export const wantedPictures = process.env['PICTURES']

/** Takes `out/pictures/NAME.png` of the page as it is, without notices and with no pointer on anything. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = join(repository, 'out', 'pictures')
  mkdirSync(folder, { recursive: true })
  const notices = page.getByRole('button', { name: 'Dismiss' })
  while ((await notices.count()) > 0) await notices.first().click()
  await page.mouse.move(720, 894)
  await page.waitForTimeout(300)
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file })
  if (wantedPictures === undefined) return
  mkdirSync(wantedPictures, { recursive: true })
  copyFileSync(file, join(wantedPictures, `${name}.png`))
}
