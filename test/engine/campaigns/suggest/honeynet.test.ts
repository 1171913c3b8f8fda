import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WireEvent } from '../../../../src/contract/wire/frames.ts'
import { createFollower } from '../../../../src/engine/campaigns/following/follower.ts'
import { createSuggester } from '../../../../src/engine/campaigns/suggest/suggester.ts'
import { factsOf as storedFacts } from '../../../../src/engine/ingest/analyse.ts'
import { analyse } from '../../../../src/sip/analysis.ts'
import { bytes, corpus } from '../../../sip/fixtures.ts'
import { generateMonth } from '../../../support/month/month.ts'
import { openTestStore } from '../../../support/store.ts'
import { factsOf, type Judged } from './facts.ts'

/** Real traffic that must not be stored here: read in place where this machine has it. */
const folder = corpus()
if (folder === undefined) console.log('Skipped: no real captures here; name their folder in HONEYNET_CORPUS')

const record = /^Source: (\S+):\d+\s+Datetime: (\S+) (\S+)\s+Message:\n\n(.*)$/s

/** Records of the Honeynet Project's log of 2010; its publisher masked the last digits of numbers and addresses. */
function recordsOf(path: string): readonly (Judged & { readonly raw: Uint8Array })[] {
  const records = readFileSync(path, 'latin1').replaceAll('XXXX', '1234').split('\n-------------------------\n')
  return records.flatMap((text) => {
    const [, masked = '', day = '', hour = '', message] = record.exec(text.trimStart()) ?? []
    if (message === undefined) return []
    const address = masked.replace('X.Y', '7.9').replace('X', '11')
    const time = Date.parse(`${day}T${hour.slice(0, 12)}Z`)
    const raw = bytes(message)
    return [{ address, time, raw, analysis: analyse({ raw, direction: 'in' }) }]
  })
}

describe.skipIf(folder === undefined)('the honeypot of 2010', () => {
  it('whoever scans and guesses from one network, and calls with what was guessed from another, is one campaign', () => {
    const log = recordsOf(join(folder ?? '', 'fetched/honeypot-log/honeynet-fc4.part1.txt'))
    const suggester = createSuggester()
    const { sources } = generateMonth(5, { sources: 5_000, operators: 8 })
    suggester.update([...sources.map((source) => source.facts), ...factsOf('honeypot-2010', log)])
    const found = suggester.suggestions().filter((one) => one.sources.includes('89.42.194.11'))
    expect(found.map((one) => one.sources)).toEqual([['210.184.7.9', '89.42.194.11']])
    expect(found[0]?.evidence[0]).toMatchObject({ kind: 'account', members: 2, holders: 2 })
    expect(found[0]?.evidence[0]?.words).toBe(
      'Same account honeypot-2010/101, guessed at and then used, by 2 of 5,002 sources',
    )
  })

  it('and alone on its honeypot too', () => {
    const log = recordsOf(join(folder ?? '', 'fetched/honeypot-log/honeynet-fc4.part1.txt'))
    const suggester = createSuggester()
    suggester.update(factsOf('honeypot-2010', log))
    expect(suggester.groups()).toEqual([['210.184.7.9', '89.42.194.11']])
  })

  it('and by what the store tells of them', () => {
    const log = recordsOf(join(folder ?? '', 'fetched/honeypot-log/honeynet-fc4.part1.txt'))
    const open = openTestStore(1)
    onTestFinished(open.stop)
    const events = log.map(({ address, time, raw }): WireEvent => [
      ...([time * 1000, 0, address, 5060, '192.0.2.250', 5060, 0, 1, raw] as const),
    ])
    open.events.store({
      ...{ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events: events.map(storedFacts) },
    })
    const found = createFollower(open.store).look(true)
    expect(found?.map(({ sources }) => sources)).toEqual([['210.184.7.9', '89.42.194.11']])
    expect(found?.[0]?.told).toContain('/101, guessed at and then used, by 2 of 2 sources')
  })
})
