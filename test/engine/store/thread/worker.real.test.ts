import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test('a thread that is ended while it loads does not take the process with it', async () => {
  const child = spawn(process.execPath, [new URL('ended-early-child.ts', import.meta.url).pathname], {
    stdio: 'inherit',
  })
  expect(await once(child, 'exit')).toEqual([0, null])
})
