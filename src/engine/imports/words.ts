import type { ImportAccount } from '../../contract/console/imports.ts'

const grouped = new Intl.NumberFormat('en-US')
const counted = (count: number, one: string): string => `${grouped.format(count)} ${one}${count === 1 ? '' : 's'}`

/** One sentence on what came of an import, without a full stop. */
export function outcomeOf({ format, stored, known, skipped }: ImportAccount): string {
  const left = skipped.reduce((sum, { count }) => sum + count, 0)
  const before = known > 0 ? `, ${counted(known, 'message')} known from an earlier import` : ''
  const unit = format === 'jsonl' ? 'line' : 'packet'
  return `${counted(stored, 'message')} stored${before}, ${counted(left, unit)} skipped`
}

/** The same when it was stopped before its end. */
export const stoppedWords = (account: ImportAccount): string =>
  `stopped: ${counted(account.stored, 'message')} stored; imported again it goes on from there`
