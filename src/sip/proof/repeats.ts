import { evidenceOf, type Evidence } from './evidence.ts'
import { transactionOf, type Step } from './exchange.ts'

/** One request, its repetitions, and our answer. */
interface Transaction {
  readonly requests: Step[]
  /** Of the first answer that ends repeating. */
  answer: Step | undefined
}

/**
 * A repetition may have been under way when our answer left: what comes within T1 of it says nothing
 * (RFC 3261 §17.1.1.1). Milliseconds.
 */
const underWay = 500
/** Intervals double from T1 on (timers A and E); a jittering network keeps them within this factor. */
const slack = 0.35

/** What repetitions say: a source that receives our answers stops. Nothing when we never answered. */
export function evidenceOfRepeats(steps: readonly Step[]): readonly Evidence[] {
  const transactions = [...gather(steps).values()].filter(({ answer }) => answer !== undefined)
  const quiet: number[] = []
  const repeats: number[] = []
  const timer: number[] = []
  for (const { requests, answer } of transactions) {
    if (!answer) continue
    const before = requests.filter(({ part }) => part.time <= answer.part.time)
    const after = requests.filter(({ part }) => part.time > answer.part.time + underWay)
    if (after.length === 0 && before.length > 1) quiet.push(...before.map(({ at }) => at), answer.at)
    else if (after.length > 0) (growing(requests) ? timer : repeats).push(answer.at, ...after.map(({ at }) => at))
  }
  return [
    ...(quiet.length > 0 ? [evidenceOf('quiet', quiet)] : []),
    ...(timer.length > 0 ? [evidenceOf('timer', timer)] : []),
    ...(repeats.length > 0 ? [evidenceOf('repeats', repeats)] : []),
  ]
}

function gather(steps: readonly Step[]): Map<string, Transaction> {
  const transactions = new Map<string, Transaction>()
  for (const step of steps) {
    const { direction } = step.part
    // ACK is repeated because of our repetitions, not for want of an answer.
    if (step.method === '' || step.method === 'ACK' || step.branch === '') continue
    const key = transactionOf(step)
    const transaction = transactions.get(key)
    if (direction === 'in' && step.status === undefined) {
      if (transaction) transaction.requests.push(step)
      else transactions.set(key, { requests: [step], answer: undefined })
    } else if (transaction && direction === 'out' && endsRepeating(step)) transaction.answer ??= step
  }
  return transactions
}

/** Any answer does for INVITE, only a final one for the rest (RFC 3261 §17.1.1.2, §17.1.2.2). */
const endsRepeating = ({ status = 0, method }: Step): boolean => status >= (method === 'INVITE' ? 100 : 200)

/** Whether there are two intervals at least, and all grow as a SIP stack's timers do: 0.5, 1, 2, 4 s, and for others 4 s each. */
function growing(requests: readonly Step[]): boolean {
  const times = requests.map(({ part }) => part.time)
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time))
  if (gaps.length < 2) return false
  return gaps.every((gap, at) => {
    const wanted = Math.min(underWay * 2 ** at, 4000)
    const doubled = underWay * 2 ** at
    return near(gap, wanted) || near(gap, doubled)
  })
}

const near = (gap: number, wanted: number): boolean => Math.abs(gap - wanted) <= wanted * slack
