import { useApi } from '../../api/use-api.ts'
import { useToasts } from '../../stores/toasts.ts'
import { useView } from '../../stores/view.ts'
import { afterwards } from './reach/reach-words.ts'

interface Recorded {
  readonly queued: boolean
}

export interface BanActions {
  /** Tells that a proposal was made, with the way back. */
  proposed(address: string, id: string, queued: boolean): void
  approve(address: string, id: string, holdSeconds: number): Promise<void>
  reject(address: string, id: string, reason: string): Promise<void>
  revoke(address: string, id: string, reason: string): Promise<void>
  /** The true undo: before the list ever showed it. */
  withdraw(address: string, id: string): Promise<void>
  /** Tells that more time was proposed, with the way back. */
  extensionProposed(address: string, id: string, queued: boolean): void
  approveExtension(address: string, id: string): Promise<void>
  rejectExtension(address: string, id: string, reason: string): Promise<void>
  withdrawExtension(address: string, id: string): Promise<void>
  discard(address: string, id: string): Promise<void>
}

/** Steps in a ban's life, each told in one sentence. What the feed refuses is thrown, for the card to show. */
export function useBanActions(): BanActions {
  const api = useApi()
  const toasts = useToasts()
  const view = useView()

  const tell = ({ queued }: Recorded, done: string, undo?: () => Promise<void>): void => {
    const text = queued ? `${done} The feed is away: this waits in the outbox.` : done
    toasts.done(text, undo && { label: 'Undo', run: undo })
  }
  const withdraw = async (address: string, id: string): Promise<void> => {
    try {
      tell(await api.call('ban.withdraw', { id }), `The ban of ${address} was undone. No subscriber saw it.`)
    } catch (error) {
      toasts.failed(`The ban of ${address} could not be undone`, error)
    }
  }

  const withdrawExtension = async (address: string, id: string): Promise<void> => {
    try {
      tell(await api.call('ban.withdrawExtension', { id }), `More time for ${address} is no longer proposed.`)
    } catch (error) {
      toasts.failed(`The extension of ${address} could not be taken back`, error)
    }
  }
  /** What the revoke cannot do; nothing while the feed cannot say. */
  const reachOf = (id: string): Promise<string> =>
    api.call('ban.reach', { id }).then(
      (reach) => ` ${afterwards('Revoked', reach, view.zone)}`,
      () => '',
    )

  return {
    withdraw,
    withdrawExtension,
    extensionProposed: (address, id, queued) =>
      tell({ queued }, `More time for ${address} was proposed.`, () => withdrawExtension(address, id)),
    async approveExtension(address, id) {
      tell(await api.call('ban.approveExtension', { id }), `${address} has more time, and a new list ID.`)
    },
    async rejectExtension(address, id, reason) {
      tell(await api.call('ban.rejectExtension', { id, reason }), `More time for ${address} was rejected.`)
    },
    proposed: (address, id, queued) =>
      tell({ queued }, `A ban of ${address} was proposed.`, () => withdraw(address, id)),
    async approve(address, id, holdSeconds) {
      const text = `Approved. ${address} will be published in ${holdSeconds} s.`
      tell(await api.call('ban.approve', { id }), text, () => withdraw(address, id))
    },
    async reject(address, id, reason) {
      tell(await api.call('ban.reject', { id, reason }), `The ban of ${address} was rejected.`)
    },
    async revoke(address, id, reason) {
      const outcome = await api.call('ban.revoke', { id, reason })
      const reach = outcome.queued ? '' : await reachOf(id)
      tell(outcome, `${address} has left the list.${reach}`)
    },
    async discard(address, id) {
      await api.call('ban.discard', { id })
      toasts.done(`The refused action on ${address} was discarded.`)
    },
  }
}
