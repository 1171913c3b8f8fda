import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createEngine } from '../../../src/engine/engine.ts'
import { openReadOnly } from '../../../src/engine/store/read-only.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { trafficCapture } from '../../engine/imports/traffic-capture.ts'
import { engineOptions } from '../../support/engine.ts'
import { until } from '../../support/until.ts'
import { honeynet, start } from '../honeynet.ts'
import { ran } from '../in-process.ts'
import { account } from '../schemas.ts'
import { temporary } from '../temporary.ts'

/** A new folder with a file in it; the data folder is inside. */
function withFile(name: string, bytes: Uint8Array | string): { readonly file: string; readonly data: string } {
  const directory = temporary()
  writeFileSync(join(directory, name), bytes)
  return { file: join(directory, name), data: join(directory, 'data') }
}

test('a capture is stored once, whatever its account says, and can be asked for at once', async () => {
  const { file, data } = withFile('night\x1b[31m.pcap', trafficCapture(120))
  const [first, again] = [
    await ran(['import', file, '--json', '--data', data]),
    await ran(['import', file, '--data', data]),
  ]
  expect(first).toMatchObject({ code: 0, stderr: '' })
  const [told] = z.array(account).parse(first.json())
  expect(told).toMatchObject({ format: 'pcap', read: 120, stored: 120, known: 0, skipped: [] })
  expect(again).toMatchObject({ code: 0, stderr: '' })
  expect(again.stdout).toContain('0 messages stored, 120 messages known from an earlier import')
  expect(again.stdout).toContain('night\\e[31m.pcap')
  const found = await ran(['query', '', '--answers', '--count', '--data', data])
  expect(found.stdout).toBe('120\n')
  // The verdict is there without a console having been opened.
  const grave = await ran(['query', 'verdict:>=medium', '--tab', 'sources', '--count', '--data', data])
  expect(Number(grave.stdout)).toBeGreaterThan(0)
})

test('what can be read of a broken file is stored, and the code says that it is a part', async () => {
  const { file, data } = withFile('broken.pcap', trafficCapture(50).subarray(0, -30))
  const { code, stdout } = await ran(['import', file, '--data', data])
  expect(code).toBe(5)
  expect(stdout).toContain('49 messages stored, 1 packet skipped')
  expect(stdout).toContain('  1 rest of the file cannot be read (first: 50)')
})

test('what is no capture, or is not there, is named; the other files are imported all the same', async () => {
  const { file, data } = withFile('trace.pcap', trafficCapture(10))
  const { file: picture } = withFile('picture.png', Buffer.from('89504e470d0a1a0a'.repeat(20), 'hex'))
  const all = await ran(['import', picture, file, `${file}.gone`, '--json', '--data', data])
  expect(all.code).toBe(5)
  expect(z.array(account).parse(all.json())).toHaveLength(1)
  expect(all.stderr).toMatch(/picture\.png: .*pcap, pcapng/)
  expect(all.stderr).toMatch(/trace\.pcap\.gone: ENOENT/)
  expect(await ran(['import', picture, '--data', data])).toMatchObject({ code: 6, stdout: '' })
  expect(await ran(['import', '--data', data])).toMatchObject({ code: 2, stdout: '' })
})

test('while a console uses the folder nothing is imported', async () => {
  const { file, data } = withFile('trace.pcap', trafficCapture(10))
  const engine = await createEngine(engineOptions(data))
  try {
    const { code, stdout, stderr } = await honeynet('import', file, '--data', data)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/another console is already using/)
  } finally {
    await engine.close()
  }
  expect(await ran(['query', '', '--count', '--data', data])).toMatchObject({ code: 1 })
})

test('an interrupted import says so, leaves what it stored in order, and goes on when it is started again', async () => {
  const many = 12_000
  const { file, data } = withFile('long.pcap', trafficCapture(many))
  const { child, ended } = start(['import', file, '--data', data])
  await until('something is stored', () => storedIn(data) > 0)
  child.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toMatch(/long\.pcap: stopped; what was stored stays, import it again to go on/)
  const before = storedIn(data)
  expect(before).toBeLessThan(many)
  const again = await ran(['import', file, '--json', '--data', data])
  expect(z.array(account).parse(again.json())).toMatchObject([{ stored: many - before, known: before }])
  const store = openReadOnly(join(data, 'console.db'))
  expect(await verifyStore(store.reader)).toEqual([])
  store.close()
})

function storedIn(data: string): number {
  const store = openReadOnly(join(data, 'console.db'))
  const { n } = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event') ?? { n: 0 }
  store.close()
  return n
}
