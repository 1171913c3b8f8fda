import { mostInV1, type ListDiff } from '../../../../contract/console/reach.ts'
import { count, counted } from '../../../text/format.ts'

interface Note {
  readonly tone: 'warn' | 'quiet'
  readonly text: string
}

/** What should be known of a difference before it is made. */
export function diffNotes(act: 'approve' | 'revoke', diff: ListDiff): readonly Note[] {
  const { v1, notInV1, stillInside, skipped } = diff
  const over = v1.after - mostInV1
  const warn = (text: string): Note => ({ tone: 'warn', text })
  const quiet = (text: string): Note => ({ tone: 'quiet', text })
  return [
    ...(act === 'approve' && over > 0 ? [warn(tooMany(v1.after, over))] : []),
    ...(act === 'approve' && over <= 0 && over > -mostInV1 / 10 ? [quiet(nearly(v1.after))] : []),
    ...(notInV1 > 0 ? [quiet(notCarried(notInV1))] : []),
    ...stillInside.slice(0, 3).map(({ address, inside }) => warn(`${address} stays blocked as a part of ${inside}.`)),
    ...(stillInside.length > 3 ? [warn(`${count(stillInside.length - 3)} more stay blocked as parts of ranges.`)] : []),
    ...(skipped > 0 ? [quiet(`${counted(skipped, 'ban')} meanwhile in another state: left out.`)] : []),
  ]
}

const tooMany = (after: number, over: number): string =>
  `${count(after)} single IPv4 addresses are ${count(over)} more than the APIBAN v1 client for nftables can hold ` +
  `(23 pages of 250 = ${count(mostInV1)}): it would pull the whole list again each time. Prefer v2 for such subscribers.`

const nearly = (after: number): string =>
  `APIBAN v1 carries ${count(after)} of the ${count(mostInV1)} single IPv4 addresses that its client for nftables can hold.`

const notCarried = (of: number): string =>
  of === 1
    ? 'APIBAN v1 and v2 do not carry it, because it is no single IPv4 address; the other formats do.'
    : `APIBAN v1 and v2 do not carry ${count(of)} of them, which are no single IPv4 addresses; the other formats do.`
