import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A review card over the screen, and what it needs to know. */
export type Card =
  | { readonly kind: 'ban'; readonly address: string }
  | { readonly kind: 'whitelist'; readonly value: string }
  | { readonly kind: 'campaign' | 'labels' | 'bans' | 'whitelists'; readonly addresses: readonly string[] }

/** The one card that may be open. */
export const useCards = defineStore('cards', () => {
  const card = shallowRef<Card>()
  const open = (next: Card): void => void (card.value = next)
  const close = (): void => void (card.value = undefined)
  return { card, open, close }
})
