import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { intent as intentShape, type SignedIntent } from '../../../src/contract/ledger/intent.ts'
import { advanceTeam, isTeamIntent, teamChange, type CampaignLife } from '../../../src/contract/ledger/life/team.ts'
import { switchFeed } from '../../../src/engine/store/feeds.ts'
import { ledgerMirrorStore, type LedgerMirrorStore } from '../../../src/engine/store/ledger-mirror.ts'
import type { OutboxStore } from '../../../src/engine/store/outbox.ts'
import { showingOutbox } from '../../../src/engine/store/team/outbox.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

let open: TestStore
let ledger: LedgerMirrorStore
let outbox: OutboxStore
beforeEach(() => {
  open = openTestStore(0)
  ledger = ledgerMirrorStore(open.store.writer)
  outbox = showingOutbox(open.store.writer, () => undefined)
})
afterEach(() => open.stop())

const hosts = ['192.0.2.1', '192.0.2.2', '192.0.2.3']
const words = ['ours', 'pbx']
const campaigns = [randomUUID(), randomUUID()]

interface Begin {
  readonly kind: 'campaign.created'
  readonly body: { readonly name: string }
}

const sources = fc.subarray(hosts, { minLength: 1 })
const act = fc.oneof(
  fc.record({ add: fc.subarray(words), remove: fc.subarray(words), sources }).map((body) => ({
    ...{ kind: 'label.changed' as const, subject: randomUUID() },
    body: body.add.length + body.remove.length === 0 ? { ...body, add: ['ours'] } : body,
  })),
  fc
    .tuple(
      fc.constantFrom(...campaigns),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant<Begin>({ kind: 'campaign.created', body: { name: 'begun' } }) },
        fc.record({
          kind: fc.constant('campaign.changed' as const),
          body: fc.record({ note: fc.constantFrom('x', 'y') }),
        }),
        fc.record({ kind: fc.constant('campaign.sources-added' as const), body: fc.record({ sources }) }),
        fc.record({ kind: fc.constant('campaign.sources-removed' as const), body: fc.record({ sources }) }),
        fc.record({ kind: fc.constant('campaign.removed' as const), body: fc.constant({}) }),
      ),
    )
    .map(([subject, of]) => ({ subject, ...of })),
)
type Act = typeof act extends fc.Arbitrary<infer Made> ? Made : never

const signed = (of: Act): SignedIntent => ({
  intent: intentShape.parse({ version: 1, id: randomUUID(), time: 5, author: 'A'.repeat(43), ...of }),
  signature: 'x'.repeat(86),
})

/** Labels and campaigns as plain values: what every console should show. */
class Model {
  readonly labels = new Set<string>()
  readonly campaigns = new Map<string, { life: CampaignLife; sources: Set<string> }>()

  /** @returns whether it could follow. */
  take({ intent }: SignedIntent): boolean {
    if (!isTeamIntent(intent)) return false
    const before = this.campaigns.get(intent.subject)
    const change = teamChange(before?.life, intent, 5)
    if (!change) return false
    for (const address of change.labels?.sources ?? []) {
      for (const word of change.labels?.add ?? []) this.labels.add(`${address} ${word}`)
      for (const word of change.labels?.remove ?? []) this.labels.delete(`${address} ${word}`)
    }
    const held = before?.sources ?? new Set<string>()
    for (const address of change.sources?.add ?? []) held.add(address)
    for (const address of change.sources?.remove ?? []) held.delete(address)
    if (change.campaign) this.campaigns.set(intent.subject, { life: change.campaign, sources: held })
    return true
  }

  shown(): unknown {
    const lives = [...this.campaigns.values()].filter(({ life }) => life.state === 'open')
    return {
      labels: [...this.labels].toSorted(),
      campaigns: lives.map(({ life, sources }) => [life.id, life.note, [...sources].toSorted()]).toSorted(),
    }
  }
}

function shown(): unknown {
  const { reader } = open.store
  const labels = reader.all<{ address: string; text: string }>('SELECT address, text FROM label')
  const rows = reader.all<{ id: number; uuid: string; note: string }>(
    'SELECT c.id, n.uuid, c.note FROM campaign c JOIN campaign_number n ON n.id = c.id',
  )
  const members = 'SELECT address FROM campaign_source WHERE campaign = ? ORDER BY address'
  const of = (id: number) => reader.all<{ address: string }>(members, id).map(({ address }) => address)
  return {
    labels: labels.map(({ address, text }) => `${address} ${text}`).toSorted(),
    campaigns: rows.map(({ id, uuid, note }) => [uuid, note, of(id)]).toSorted(),
  }
}

/** Feed and console around the store under test. */
class World {
  recorded: SignedIntent[] = []
  waiting: SignedIntent[] = []

  append(one: SignedIntent): void {
    const seq = (ledger.end()?.seq ?? 0) + 1
    const record = { ...one, seq, recordedAt: 5, previous: '', hash: `${seq}` }
    const team = advanceTeam(ledger.campaign(one.intent.subject), record)
    if (!team) throw new Error('the model let through what the fold does not')
    ledger.append(record, { team })
    this.recorded.push(one)
  }

  model(list: readonly SignedIntent[]): Model {
    const model = new Model()
    for (const each of list) model.take(each)
    return model
  }

  /** What the feed would say. */
  allows = (one: SignedIntent): boolean => this.model(this.recorded).take(one)

  check(): void {
    expect(shown()).toEqual(this.model([...this.recorded, ...this.waiting]).shown())
  }

  /** A console gives each campaign a UUID of its own, and acts on those that it shows. */
  ask(of: Act): void {
    const one = signed(of)
    if (!this.model([...this.recorded, ...this.waiting]).take(one)) return
    outbox.add(one)
    this.waiting.push(one)
  }

  answer(refuses: boolean): void {
    const one = this.waiting.shift()
    if (!one) return
    if (refuses || !this.allows(one)) outbox.refuse(one.intent.id, 'forbidden', 'no')
    else this.append(one)
  }

  /** Nobody else knows the UUID of a campaign that waits here. */
  hear(of: Act): void {
    const one = signed(of)
    const ours = this.waiting.some(({ intent }) => intent.kind === 'campaign.created' && intent.subject === of.subject)
    if (!ours && this.allows(one)) this.append(one)
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('ask' as const), of: act }),
  fc.record({ do: fc.constant('hear' as const), of: act }),
  fc.record({ do: fc.constant('answer' as const), refuses: fc.boolean() }),
)

test('whatever this console asks, others do and the feed refuses: shown is what is recorded, with what waits on top', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      const feed = randomUUID()
      switchFeed(open.store.writer, feed)
      const world = new World()
      for (const one of steps) {
        if (one.do === 'ask') world.ask(one.of)
        else if (one.do === 'hear') world.hear(one.of)
        else world.answer(one.refuses)
        world.check()
      }
      // Seen from another feed nothing of it is there; it is all there again on the way back.
      const before = shown()
      switchFeed(open.store.writer, randomUUID())
      expect(shown()).toEqual({ labels: [], campaigns: [] })
      switchFeed(open.store.writer, feed)
      expect(shown()).toEqual(before)
    }),
    { numRuns: 60 },
  )
})

test('a campaign keeps its number in this console, removed or not, whichever feed is followed', () => {
  switchFeed(open.store.writer, 'feed a')
  const world = new World()
  const uuid = randomUUID()
  world.ask({ kind: 'campaign.created', subject: uuid, body: { name: 'begun' } })
  world.answer(false)
  const number = (): number | undefined => open.store.reader.get<{ id: number }>('SELECT id FROM campaign')?.id
  const first = number()
  world.ask({ kind: 'campaign.removed', subject: uuid, body: {} })
  expect(number()).toBeUndefined()
  world.answer(true)
  expect([first, number()]).toEqual([1, 1])
  switchFeed(open.store.writer, undefined)
  world.ask({ kind: 'campaign.created', subject: randomUUID(), body: { name: 'another' } })
  expect(number()).toBe(2)
})
