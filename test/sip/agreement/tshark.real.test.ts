import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus, fixture, messagesIn } from '../fixtures.ts'
import { pairsOf, type Pair } from './ours.ts'
import { framesOf, readingFields, type Reading } from './tshark.ts'
import { writePcap } from './write-pcap.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/captures')
const folder = corpus()
if (folder === undefined) console.log('Skipped: no captures of real attacks here; name their folder in HONEYNET_CORPUS')

const capturesIn = (path: string): readonly string[] =>
  readdirSync(path).flatMap((name) => (/\.pcap(ng)?$/.test(name) ? [join(path, name)] : []))

/** Blanks behind a value belong to no value (RFC 3261 §7.3.1); tshark hands them out with User-Agent and others. */
const withoutTrailingBlanks = (text: string): string => text.replace(/[ \t]+$/, '')

const disagreements = (pairs: readonly Pair[]): readonly string[] =>
  pairs.flatMap(({ frame, ours, theirs }) =>
    readingFields.flatMap((field) =>
      ours[field] === withoutTrailingBlanks(theirs[field])
        ? []
        : [`frame ${frame} ${field}: ours ${ours[field]}, tshark ${theirs[field]}`],
    ),
  )

async function check(capture: string): Promise<void> {
  const pairs = pairsOf(await framesOf(capture))
  expect(pairs.length).toBeGreaterThan(0)
  expect(disagreements(pairs)).toEqual([])
}

describe('tshark reads the same', () => {
  it.each(capturesIn(fixtures).map((path) => [path.slice(fixtures.length + 1), path]))('%s', (_, path) => check(path))
})

describe.skipIf(folder === undefined)('tshark reads the same in real captures', () => {
  const real =
    folder === undefined ? [] : ['attack-pcap', 'calls'].flatMap((part) => capturesIn(join(folder, 'fetched', part)))
  it.each(real.map((path) => [path.slice((folder ?? '').length + 1), path]))('%s', (_, path) => check(path))
})

/** Where tshark reads something else in the RFCs' torture messages; docs/decisions/005 says why it is wrong there. */
const differing: Readonly<Record<string, readonly (keyof Reading)[]>> = {
  'longreq.dat': ['branch'],
  'quotbal.dat': ['toUser'],
  'scalar02.dat': ['contact'],
  'wsinv.dat': ['cseq', 'fromUser', 'fromTag', 'toUser', 'toTag', 'branch', 'contact'],
}

describe('tshark reads torture messages the same, but for what a decision explains', () => {
  it.each(['rfc4475', 'rfc5118-ipv6'])('%s', async (folder) => {
    const names = messagesIn(folder)
    const scratch = mkdtempSync(join(tmpdir(), 'honeynet-pcap-'))
    const capture = join(scratch, 'torture.pcap')
    writePcap(
      capture,
      names.map((name) => fixture(`${folder}/${name}`)),
    )
    const pairs = pairsOf(await framesOf(capture))
    rmSync(scratch, { recursive: true })
    expect(pairs.length).toBeGreaterThanOrEqual(8)
    for (const { frame, ours, theirs } of pairs) {
      const name = names[frame - 1] ?? ''
      const found = readingFields.filter((field) => ours[field] !== withoutTrailingBlanks(theirs[field]))
      expect({ name, found }).toEqual({ name, found: differing[name] ?? [] })
    }
  })
})
