import type { Decided } from '../../../../contract/console/audit.ts'
import { count, counted } from '../../../text/format.ts'

/** What came of a bulk, in one sentence. */
export function outcomeWords({ act, total, done, recorded, queued, refused, state }: Decided): string {
  const verb = { approve: 'approved', reject: 'rejected', revoke: 'revoked' }[act]
  const parts = [
    `${counted(recorded, 'ban')} ${verb}`,
    ...(queued > 0 ? [`${count(queued)} in the outbox until the feed is back`] : []),
    ...(refused.length > 0 ? [`${count(refused.length)} refused`] : []),
    ...(done < total ? [`${count(total - done)} left as they were`] : []),
  ]
  return `${state === 'cancelled' ? 'Stopped: ' : ''}${parts.join(', ')}.`
}
