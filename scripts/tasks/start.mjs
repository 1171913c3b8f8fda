// npm start -- [--browser] [--demo] [--data DIR] [--port N]
// Opens the desktop console; where there is no Electron runtime, or with --browser, the same console in a browser.
import { createInterface } from 'node:readline'
import { root } from '../launch/root.mjs'
import { run } from '../launch/run.mjs'
import { ensureBuilt } from '../tools/built.mjs'
import { desktop } from '../tools/desktop.mjs'
import { openBrowser } from '../tools/open.mjs'

/**
 * MB of V8's young generation (three times this): left alone it takes 80 MB while much arrives, and gives none back. And how
 * much a heap may grow before it is collected: twice what was in use, not up to four times (docs/performance.md).
 */
const smallHeap = ['--max-semi-space-size=8', '--heap-growing-percent=100']

const args = process.argv.slice(2)
const options = args.filter((arg) => arg !== '--browser')
process.exitCode = await (args.includes('--browser') ? inBrowser() : inWindow())

async function inWindow() {
  const { file, why } = await desktop()
  if (file === undefined) {
    console.error(`> no desktop window (${why}); opening the console for the browser instead`)
    return inBrowser()
  }
  await ensureBuilt('desktop')
  return run(file, [root, ...options])
}

async function inBrowser() {
  await ensureBuilt('renderer')
  return run(
    process.execPath,
    [...smallHeap, 'src/web/main.ts', ...options],
    { stdio: ['inherit', 'pipe', 'inherit'] },
    (child) => {
      child.stdout.pipe(process.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, url] = /^Console ready: (http:\S+)$/.exec(line) ?? []
        if (url !== undefined) openBrowser(url)
      })
    },
  )
}
