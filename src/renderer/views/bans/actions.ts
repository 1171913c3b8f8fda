import { useApi } from '../../api/use-api.ts'
import { useToasts } from '../../stores/toasts.ts'
import { useView } from '../../stores/view.ts'
import { actedWords } from './acted-words.ts'
import { afterwards } from './reach/reach-words.ts'

interface Recorded {
  readonly queued: boolean
}
type Told = ReturnType<(typeof actedWords)['rejected']>

export interface BanActions {
  /** Tells that a proposal was made, with the way back. */
  proposed(address: string, id: string, queued: boolean): void
  approve(address: string, id: string, holdSeconds: number): Promise<void>
  reject(address: string, id: string, reason: string): Promise<void>
  revoke(address: string, id: string, reason: string): Promise<void>
  /** The true undo: before the list ever showed it. What fails is told. */
  withdraw(address: string, id: string): Promise<void>
  /** Tells that more time was proposed, with the way back. */
  extensionProposed(address: string, id: string, queued: boolean): void
  approveExtension(address: string, id: string): Promise<void>
  rejectExtension(address: string, id: string, reason: string): Promise<void>
  /** What fails is told. */
  withdrawExtension(address: string, id: string): Promise<void>
  /** Forgets what the feed refused. What fails is told. */
  discard(address: string, id: string): Promise<void>
}

/** Steps in a ban's life, each told in one sentence. What the feed refuses is thrown, for the card to show. */
export function useBanActions(): BanActions {
  const api = useApi()
  const toasts = useToasts()
  const view = useView()

  const tell = ({ queued }: Recorded, told: Told, undo?: () => Promise<void>): void => {
    const action = undo && { label: 'Undo', run: undo }
    if (queued) toasts.waits(told.queued, action)
    else toasts.done(told.done, action)
  }
  /** For what no card stands for: there is nowhere else to show that it failed. */
  const orTell = async (what: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act()
    } catch (error) {
      toasts.failed(what, error)
    }
  }
  const withdraw = (address: string, id: string): Promise<void> =>
    orTell(`The ban of ${address} could not be undone`, async () =>
      tell(await api.call('ban.withdraw', { id }), actedWords.withdrawn(address)),
    )
  const withdrawExtension = (address: string, id: string): Promise<void> =>
    orTell(`The extension of ${address} could not be taken back`, async () =>
      tell(await api.call('ban.withdrawExtension', { id }), actedWords.extensionWithdrawn(address)),
    )
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
      tell({ queued }, actedWords.extensionProposed(address), () => withdrawExtension(address, id)),
    async approveExtension(address, id) {
      tell(await api.call('ban.approveExtension', { id }), actedWords.extensionApproved(address))
    },
    async rejectExtension(address, id, reason) {
      tell(await api.call('ban.rejectExtension', { id, reason }), actedWords.extensionRejected(address))
    },
    proposed: (address, id, queued) => tell({ queued }, actedWords.proposed(address), () => withdraw(address, id)),
    async approve(address, id, holdSeconds) {
      const told = actedWords.approved(address, holdSeconds)
      tell(await api.call('ban.approve', { id }), told, () => withdraw(address, id))
    },
    async reject(address, id, reason) {
      tell(await api.call('ban.reject', { id, reason }), actedWords.rejected(address))
    },
    async revoke(address, id, reason) {
      const outcome = await api.call('ban.revoke', { id, reason })
      const { done, queued } = actedWords.revoked(address)
      tell(outcome, { done: done + (outcome.queued ? '' : await reachOf(id)), queued })
    },
    discard: (address, id) =>
      orTell(`The refused action on ${address} was not discarded`, async () => {
        await api.call('ban.discard', { id })
        toasts.done(`The refused action on ${address} was discarded.`)
      }),
  }
}
