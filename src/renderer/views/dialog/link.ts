import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import type { ByteRange } from '../../../sip/inspect/field.ts'

/** What of a dialog a link is about: one message of it, by its event id, and bytes of that. */
export interface DialogLink {
  readonly message?: number
  readonly bytes?: ByteRange
}

/** `/dialog/7?message=1204&bytes=31-44`, the last byte not included. */
export function dialogRoute(id: number, { message, bytes }: DialogLink = {}): RouteLocationRaw {
  const query: LocationQueryRaw = {
    ...(message !== undefined && { message: String(message) }),
    ...(bytes && { bytes: `${bytes.start}-${bytes.end}` }),
  }
  return { name: 'dialog', params: { id }, query }
}

/** Reads what stands behind the `?`. What is missing or wrong is as if it were not said. */
export function readDialogLink(query: Readonly<Record<string, unknown>>): DialogLink {
  const message = /^\d{1,15}$/.test(String(query['message'])) ? Number(query['message']) : undefined
  if (message === undefined) return {}
  const [, from, to] = /^(\d{1,9})-(\d{1,9})$/.exec(String(query['bytes'])) ?? []
  const [start, end] = [Number(from), Number(to)]
  return { message, ...(start < end && { bytes: { start, end } }) }
}
