// node scripts/launch.mjs icons
// Draws resources/icon.png and icon.ico from icon.svg with Chromium; needed only after the drawing has changed.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from '../launch/root.mjs'

const file = (name) => join(root, 'resources', name)
const drawing = `data:image/svg+xml;base64,${readFileSync(file('icon.svg')).toString('base64')}`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
const draw = async (size) => {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}</style><img width="${size}" height="${size}" src="${drawing}">`)
  return page.screenshot({ omitBackground: true })
}

writeFileSync(file('icon.png'), await draw(1024))
const sizes = [16, 24, 32, 48, 64, 128, 256]
const images = []
for (const size of sizes) images.push({ size, png: await draw(size) })
writeFileSync(file('icon.ico'), icon(images))
await browser.close()

/** An .ico file is a list of sizes, then the pictures; since Windows Vista they may be PNG. */
function icon(images) {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length + 16 * images.length
  const entries = images.map(({ size, png }) => {
    const entry = Buffer.alloc(16)
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)])
}
