import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startHoneynet } from './honeynet-process.ts'

test('a second demo honeynet in one folder is refused in words, and the first works on', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'demo ü '))
  const first = await startHoneynet(directory)
  try {
    await expect(startHoneynet(directory)).rejects.toThrow(`another demo honeynet (process ${first.pid}) works in`)
    expect(first.log()).not.toContain('a program of the demo ended')
  } finally {
    expect(await first.endInput()).toBe(0)
    rmSync(directory, { recursive: true, force: true })
  }
})
