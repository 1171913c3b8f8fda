import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** A review card over the screen, and what it needs to know. */
export type Card =
  | { readonly kind: 'ban'; readonly address: string }
  | { readonly kind: 'whitelist'; readonly value: string }
  | { readonly kind: 'bans'; readonly addresses: readonly string[]; readonly reason?: string }
  | { readonly kind: 'campaign' | 'labels' | 'whitelists'; readonly addresses: readonly string[] }
  | ({ readonly kind: 'gathering' } & Gathering)

/** The sources of a card that the engine has to look for first, which may take a while. */
export interface Gathering {
  readonly read: (signal: AbortSignal) => Promise<readonly string[]>
  readonly then: (addresses: readonly string[]) => Card
}

/** Of one source its own card, with everything about it; of several the card for many. */
export const banCard = (addresses: readonly string[]): Card => {
  const [address, ...others] = addresses
  return address === undefined || others.length > 0 ? { kind: 'bans', addresses } : { kind: 'ban', address }
}
export const whitelistCard = (addresses: readonly string[]): Card => {
  const [value, ...others] = addresses
  return value === undefined || others.length > 0 ? { kind: 'whitelists', addresses } : { kind: 'whitelist', value }
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
