import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Backup, RetentionPreview } from '../../../src/contract/console/data.ts'
import {
  keepIn,
  leftWords,
  newestFirst,
  restoreCommand,
  scheduleWords,
} from '../../../src/renderer/views/settings/backup-words.ts'
import { closedBy, recoveryFor } from '../../../src/renderer/views/settings/recovery.ts'
import {
  anythingGoes,
  bytesGoing,
  changeWords,
  deleteWords,
  goingWords,
  pinnedWords,
} from '../../../src/renderer/views/settings/retention-words.ts'
import { keptWords, packedWords, shareWords, storageParts } from '../../../src/renderer/views/settings/storage-words.ts'

const none = { rows: 0, bytes: 0 }
const nothing: RetentionPreview = {
  ...{ raw: none, events: none, rollups: none, entities: none },
  ...{ pinned: 0, bytesNow: 5000, bytesAfter: 5000 },
}
const backup = (file: string, more: Partial<Backup> = {}): Backup => ({
  ...{ file, bytes: 10, madeAt: 1000, events: 3 },
  ...more,
})

describe('what a retention deletes, in words', () => {
  it('names each class that loses something', () => {
    expect(goingWords(nothing)).toBe('')
    expect(anythingGoes(nothing)).toBe(false)
    const raw = { ...nothing, raw: { rows: 1204, bytes: 9 } }
    expect(goingWords(raw)).toBe('the raw bytes of 1,204 messages')
    const all = {
      ...raw,
      events: { rows: 1, bytes: 9 },
      rollups: { rows: 2, bytes: 9 },
      entities: { rows: 3, bytes: 9 },
    }
    expect(goingWords(all)).toBe(
      '1 message, the raw bytes of 1,204 messages, 3 sources and 2 counts by minute and hour',
    )
  })

  it('puts the gravest loss on the button', () => {
    expect(deleteWords({ ...nothing, raw: { rows: 2, bytes: 9 } })).toBe('Delete the raw bytes of 2 messages')
    expect(deleteWords({ ...nothing, raw: { rows: 2, bytes: 9 }, events: { rows: 1, bytes: 1 } })).toBe(
      'Delete 1 message',
    )
    expect(deleteWords(nothing)).toBe('Delete nothing')
  })

  it('frees no less than nothing', () => {
    expect(bytesGoing({ ...nothing, bytesAfter: 6000 })).toBe(0)
    expect(bytesGoing({ ...nothing, bytesAfter: 1000 })).toBe(4000)
  })

  it('says what stays as evidence, and what is kept shorter', () => {
    expect(pinnedWords(0)).toBe('Evidence of bans and the ledger are never deleted.')
    expect(pinnedWords(1)).toContain('1 old message is kept')
    const forEver = { raw: null, events: null, rollups: null, entities: null, budget: null }
    const to = { ...forEver, raw: 30, budget: 2e9 }
    expect(changeWords(forEver, to)).toEqual(['Raw bytes: for ever → 30 days', 'Size on disk: no limit → 2.0 GB'])
    expect(changeWords(to, forEver)).toEqual([])
  })
})

describe('what takes the space on disk', () => {
  it('adds up to all of it, even when the parts contradict each other', () => {
    const size = fc.nat({ max: 1e9 })
    fc.assert(
      fc.property(size, size, size, (bytes, free, packed) => {
        const parts = storageParts({ bytes, free, raw: { messages: 1, packed, unpacked: packed * 2 } })
        expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes)
        expect(parts.every((part) => part.bytes >= 0 && part.share >= 0 && part.share <= 1)).toBe(true)
      }),
    )
  })

  it('says how well raw bytes are packed and whether all are there', () => {
    expect(packedWords({ messages: 0, packed: 0, unpacked: 0 })).toBe('nothing packed yet')
    expect(packedWords({ messages: 9, packed: 448e6, unpacked: 4.3e9 })).toBe('4.3 GB in 448 MB: 9.6 times smaller')
    expect(packedWords({ messages: 9, packed: 1000, unpacked: 1000 })).toBe('1.0 kB in 1.0 kB')
    expect(keptWords({ events: 5, raw: { messages: 5, packed: 1, unpacked: 1 } })).toBe('all of them')
    expect(keptWords({ events: 5, raw: { messages: 1, packed: 1, unpacked: 1 } })).toBe('1 message')
    expect([0, 0.001, 0.25, 1].map(shareWords)).toEqual(['0 %', '<1 %', '25 %', '100 %'])
  })
})

describe('backups in words', () => {
  it('lists the newest first', () => {
    const files = newestFirst([backup('a'), backup('c', { madeAt: 2000 }), backup('b')]).map(({ file }) => file)
    expect(files).toEqual(['c', 'b', 'a'])
  })

  it('takes a number to keep within bounds', () => {
    expect(keepIn(' 7 ')).toBe(7)
    for (const text of ['0', '101', '', 'all', '1.5', '-3']) expect(keepIn(text)).toBe('A number from 1 to 100')
    expect(scheduleWords({ every: 'never', keep: 7 })).toBe('only when asked for')
    expect(scheduleWords({ every: 'day', keep: 1 })).toBe('every day, the newest one is kept')
  })

  it('says what could still be restored when one is removed', () => {
    const sound = backup('b', { drill: { at: 1, ok: true, words: '' } })
    expect(leftWords(sound, [sound])).toMatch(/^It is the only backup/)
    expect(leftWords(sound, [sound, backup('a')])).toBe('1 other backup stays; none of them was restored on trial.')
    expect(leftWords(backup('a'), [sound, backup('a'), backup('c')])).toBe('2 other backups stay; 1 restored on trial.')
  })
})

describe('the command that restores', () => {
  it('quotes paths, whatever is in them', () => {
    expect(restoreCommand("/a b/it's", 'x.db', '/$HOME')).toBe(
      String.raw`honeynet restore '/a b/it'\''s/x.db' --data '/$HOME'`,
    )
    expect(restoreCommand('C:\\data\\backups', 'x.db', 'C:\\data')).toContain(String.raw`'C:\data\backups\x.db'`)
  })
})

describe('the way out of a store that cannot be written', () => {
  it.each([
    ['no space left on the disk', /make room/, 'removal'],
    ['the data folder is read-only', /Let the account/, 'none'],
    ['the database file is damaged', /Back up or export/, 'all'],
    ['the database is damaged (row 3 missing); nothing more is stored until a backup is restored', /Back up/, 'all'],
    ['the disk reports read or write errors', /another disk/, 'all'],
    ['the database file cannot be opened', /Mend what the reason names/, 'all'],
    ['something nobody thought of', /Mend what the reason names/, 'all'],
  ])('of "%s" begins with what helps', (reason, first, backups) => {
    const recovery = recoveryFor(reason)
    expect(recovery.steps[0]).toMatch(first)
    expect(recovery.backups).toBe(backups)
  })

  it('closes what writes with the reason, and lets backups go where that makes room', () => {
    expect(closedBy(undefined)).toEqual({ store: undefined, backups: undefined, removal: undefined })
    const full = 'Nothing can be written: no space left on the disk'
    expect(closedBy('no space left on the disk')).toEqual({ store: full, backups: full, removal: undefined })
    expect(Object.values(closedBy('the data folder is read-only'))).not.toContain(undefined)
  })
})
