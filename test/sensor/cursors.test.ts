import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Cursors } from '../../src/sensor/link/cursors.ts'

let directory: string
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'cursors-'))))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const epoch = '0123456789abcdef'

describe('cursors', () => {
  it('follow a console back when its store was restored from a backup', () => {
    const cursors = new Cursors(directory, epoch)
    cursors.acknowledge('restored', 500)
    cursors.acknowledge('other', 900)
    cursors.resume('restored', 300)
    expect(cursors.lowest).toBe(300)
    cursors.acknowledge('restored', 310)
    cursors.save()
    expect(new Cursors(directory, epoch).lowest).toBe(310)
  })

  it('never go back by a late acknowledgement', () => {
    const cursors = new Cursors(directory, epoch)
    cursors.acknowledge('console', 500)
    cursors.acknowledge('console', 400)
    cursors.save()
    expect(cursors.lowest).toBe(500)
  })

  it('forget the console heard of least recently when there are too many', () => {
    const cursors = new Cursors(directory, epoch)
    for (let console = 0; console < 17; console += 1) cursors.acknowledge(`console ${console}`, console + 1)
    cursors.save()
    expect(cursors.lowest).toBe(2)
  })
})
