import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** A review card over the screen, and what it needs to know. */
export type Card =
  | { readonly kind: 'ban'; readonly address: string }
  | { readonly kind: 'whitelist'; readonly value: string }
  | { readonly kind: 'campaign' | 'labels' | 'bans' | 'whitelists'; readonly addresses: readonly string[] }
  | ({ readonly kind: 'gathering' } & Gathering)

/** The sources of a card that the engine has to look for first, which may take a while. */
export interface Gathering {
  readonly read: (signal: AbortSignal) => Promise<readonly string[]>
  readonly then: (addresses: readonly string[]) => Card
}

/** The one card that may be open. */
export const useCards = defineStore('cards', () => {
  const card = shallowRef<Card>()
  /** How many were opened: a card like the one before it is another one all the same. */
  const opened = ref(0)
  const open = (next: Card): void => {
    card.value = next
    opened.value += 1
  }
  const close = (): void => void (card.value = undefined)
  return { card, opened, open, close }
})
