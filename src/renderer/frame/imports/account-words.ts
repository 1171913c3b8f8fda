import type { ImportAccount } from '../../../contract/console/imports.ts'
import { counted } from '../../text/format.ts'

/** What stands at a place of the file. */
export const unitOf = ({ format }: ImportAccount): string => (format === 'jsonl' ? 'line' : 'packet')

export const skippedIn = ({ skipped }: ImportAccount): number => skipped.reduce((sum, { count }) => sum + count, 0)

/** "1,204 messages stored, 16 packets skipped"; what was there before is named only when it was. */
export function accountWords(account: ImportAccount): string {
  const { stored, known } = account
  const before = known > 0 ? `, ${counted(known, 'message')} known already` : ''
  return `${counted(stored, 'message')} stored${before}, ${counted(skippedIn(account), unitOf(account))} skipped`
}
