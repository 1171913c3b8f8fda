import type { Logger } from 'pino'
import type { SignedIntent } from '../contract/ledger/intent.ts'
import type { LedgerRecord } from '../contract/ledger/record.ts'
import type { Clock } from './time/clock.ts'
import type { Ledger } from './ledger/ledger.ts'
import { createScheduler } from './life/scheduler.ts'
import { createAdmit } from './policy/admit.ts'
import type { Append } from './policy/append.ts'
import type { Policy } from '../contract/ledger/intents/policy.ts'
import { enforceRules } from './policy/enforce.ts'
import type { BanRules } from './policy/judging.ts'
import { createEnrol, type Enrol } from './policy/enrol.ts'
import { createOrderBook, type OrderBook } from './policy/orders.ts'
import { createVoice } from './policy/voice.ts'
import { createPublishedList, type PublishedList } from './publish/list.ts'
import { Refusal } from './refusal.ts'

export interface AuthorityOptions {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly log: Logger
  readonly rules: BanRules
  /** As configured. */
  readonly policy: Required<Omit<Policy, 'restored'>>
}

/** The one authority on what is listed: it judges what consoles ask, does what time demands, and keeps the list. */
export interface Authority {
  readonly list: PublishedList
  /** @throws Refusal */
  admit(signed: SignedIntent): LedgerRecord
  readonly enrol: Enrol
  readonly orders: OrderBook
  /** `listener` is told after each append. */
  onAppended(listener: () => void): void
  /** Records the policy of the configuration and begins to take the steps that are due. */
  start(): void
  stop(): void
}

export function createAuthority(options: AuthorityOptions): Authority {
  const { ledger, clock, log, rules } = options
  const { state } = ledger
  const voice = createVoice(ledger.signer, clock)
  const modified = (): number => state.listModified.second
  const list = createPublishedList(() => clock.now(), ledger.list, ledger.delisted, modified)
  const listeners: (() => void)[] = []

  const append: Append = (intents, now) => {
    const appended = ledger.append(intents, now)
    list.change(appended.list)
    for (const { seq, intent } of appended.records) {
      log.info({ seq, kind: intent.kind, subject: intent.subject }, 'recorded')
    }
    for (const listener of listeners) listener()
    return appended.records
  }
  const scheduler = createScheduler({ state, clock, voice, rules, append, log })
  const admit = createAdmit({ ledger, clock, voice, rules, append })
  const enrol = createEnrol({ state, clock, voice, append })

  const setPolicy = (): void => {
    const { solo, holdSeconds, unproven } = options.policy
    const before = state.policy
    if (before?.solo === solo && before.holdSeconds === holdSeconds && (before.unproven ?? 'confirm') === unproven)
      return
    const body = { solo, holdSeconds, ...(unproven === 'forbid' ? { unproven } : {}) }
    append([voice.say('policy.changed', 'policy', body)], clock.now())
  }

  let settled = false
  /** What the configuration demands of a ledger that was written under another one. */
  const settle = (): void => {
    setPolicy()
    if (settled) return
    const now = clock.now()
    const steps = enforceRules({ state, rules, voice, now, latest: clock.latest() })
    if (steps.length > 0) append(steps, now)
    settled = true
  }

  return {
    list,
    admit(signed) {
      // A full disk may have kept it out at the start; nothing may be judged by the policy of an earlier run.
      if (ledger.fault === undefined) settle()
      // What time demanded comes first: nobody may decide on a state that is over.
      scheduler.catchUp()
      const record = admit(signed)
      scheduler.run()
      return record
    },
    enrol(...who) {
      ledger.requireSound()
      setPolicy()
      enrol(...who)
    },
    orders: createOrderBook(state, clock),
    onAppended: (listener) => void listeners.push(listener),
    start() {
      if (ledger.fault !== undefined) return
      recordOrWarn(settle, log)
      scheduler.run()
    },
    stop: () => scheduler.stop(),
  }
}

/** A full disk at the start must not keep the list from being served. */
function recordOrWarn(record: () => void, log: Logger): void {
  try {
    record()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    log.error({ code: error.code, reason: error.message }, 'the policy could not be recorded')
  }
}
