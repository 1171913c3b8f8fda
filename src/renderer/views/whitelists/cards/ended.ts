import type { WhitelistPreview } from '../../../../contract/console/whitelist.ts'
import { counted } from '../../../text/format.ts'

/**
 * What an entry ended as it was added, for the way back: taking the entry away brings none of it back.
 * @returns `undefined` when it ended nothing
 */
export function endedWords({ withdraws, revokes, splits }: EndedBans): string | undefined {
  const parts = [
    ...(withdraws.length > 0 ? [`${counted(withdraws.length, 'proposal')} withdrawn`] : []),
    ...(revokes.length > 0 ? [`${counted(revokes.length, 'live ban')} revoked`] : []),
    ...(splits.length > 0 ? [`${counted(splits.length, 'banned range')} split`] : []),
  ]
  return parts.length === 0 ? undefined : parts.join(', ')
}

type EndedBans = Pick<WhitelistPreview, 'withdraws' | 'revokes' | 'splits'>
