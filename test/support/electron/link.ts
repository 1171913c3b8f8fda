/** What the stand-in tells the test that started it, and the other way round, over Node's IPC channel. */
export type FromStandIn =
  | { readonly kind: 'window'; readonly debuggingPort: number }
  | { readonly kind: 'utility'; readonly pid: number }
  | { readonly kind: 'opened'; readonly url: string }

export type ToStandIn = { readonly kind: 'quit' }

export function tell(message: FromStandIn): void {
  process.send?.(message)
}
