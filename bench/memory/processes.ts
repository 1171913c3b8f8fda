import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'

/**
 * Bytes of memory that a process has to itself or shares.
 * @throws Error where there is no /proc.
 */
export const residentBytes = (pid: number): number => bytesOf(pid, 'Rss')

/**
 * Bytes of memory that are a process's own, and of what it shares with others its share: the program text of Node and of
 * Chromium is in memory once, however many of their processes run.
 * @throws Error where there is no /proc.
 */
export const ownBytes = (pid: number): number => bytesOf(pid, 'Pss')

function bytesOf(pid: number, what: 'Rss' | 'Pss'): number {
  const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(lines)?.[1]
  if (kilobytes === undefined) throw new Error(`process ${pid} says nothing of its memory`)
  return Number(kilobytes) * 1024
}

/** The process that runs a page: of the browser's pages the one that has used most time, since no other does anything. */
export async function pageProcess(browser: Browser, page: Page): Promise<number> {
  await page.evaluate(() => {
    const until = performance.now() + 300
    while (performance.now() < until) document.body.getBoundingClientRect()
  })
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const [busiest] = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime)
  if (!busiest) throw new Error('the browser names no process for its page')
  return busiest.id
}
