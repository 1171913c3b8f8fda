import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openIdentity } from '../../src/sensor/identity.ts'

let directory: string
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'identity-'))))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('the sensor’s identity', () => {
  it('is made once, and for its owner’s eyes only', () => {
    const made = openIdentity(directory)
    expect(made.sensor).toMatch(/^[0-9a-f]{64}$/)
    expect(made.secret).toHaveLength(32)
    expect(openIdentity(directory)).toEqual(made)
    for (const name of ['secret', 'sensor-key.pem']) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
  })

  it.each(['damaged', 'ab', ' ', 'g'.repeat(64)])('never works with a secret of %j', (content) => {
    openIdentity(directory)
    writeFileSync(join(directory, 'secret'), content)
    expect(() => openIdentity(directory)).toThrow('damaged')
  })
})
