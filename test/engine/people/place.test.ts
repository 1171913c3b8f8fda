import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { feedUrl } from '../../../src/engine/blacklist/feed/url.ts'
import { keyToHold, ownPlace, readPlace, writePlace } from '../../../src/engine/blacklist/feed/place.ts'

describe('the address of a feed', () => {
  it('is kept as its origin, encrypted or on this machine', () => {
    expect(feedUrl(' https://feed.example/some/path?x ', undefined)).toBe('https://feed.example')
    expect(feedUrl('http://127.0.0.1:8780', undefined)).toBe('http://127.0.0.1:8780')
    expect(feedUrl('http://[::1]:8780/', undefined)).toBe('http://[::1]:8780')
  })

  it.each(['http://feed.example', 'http://127.0.0.1.example', 'http://localhost.example:1'])(
    'refuses %s, unless somebody says the word',
    (url) => {
      expect(() => feedUrl(url, undefined)).toThrow(/unencrypted/)
      expect(() => feedUrl(url, 'yes')).toThrow(/unencrypted/)
      expect(feedUrl(url, 'Unencrypted')).toBe(url)
    },
  )

  it.each(['', 'feed.example', 'ftp://feed.example', 'javascript:1', 'https://me:secret@feed.example'])(
    'refuses %j',
    (url) => {
      expect(() => feedUrl(url, 'unencrypted')).toThrow()
    },
  )
})

describe('the file that says which feed is used', () => {
  let directory = ''
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'place-'))))
  afterEach(() => rmSync(directory, { recursive: true }))

  it('is read as it was written, by its owner alone', () => {
    expect(readPlace(directory)).toEqual(ownPlace)
    const place = { version: 1, shared: { url: 'https://feed.example', token: 't', key: 'team' }, own: 'mine' } as const
    writePlace(directory, place)
    expect(readPlace(directory)).toEqual(place)
    expect(statSync(join(directory, 'feed.json')).mode & 0o777).toBe(0o600)
  })

  it.each(['', '{', '{}', '{"version":2}', '{"version":1,"shared":{"url":"x"}}'])('is refused as %j', (text) => {
    writeFileSync(join(directory, 'feed.json'), text)
    expect(() => readPlace(directory)).toThrow(/does not say which feed/)
  })

  it('says whose ledger must be held, also after a change that was cut off', () => {
    const shared = { url: 'https://feed.example', token: 't', key: 'team' }
    expect(keyToHold({ version: 1, shared, own: 'mine' }, 'mine')).toBe('team')
    expect(keyToHold({ version: 1, left: 'team', own: 'mine' }, 'team')).toBe('mine')
    expect(keyToHold({ version: 1, left: 'team' }, 'team')).toBeUndefined()
    expect(keyToHold({ version: 1, left: 'team' }, 'mine')).toBe('mine')
    expect(keyToHold(ownPlace, 'mine')).toBe('mine')
  })
})
