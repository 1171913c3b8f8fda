/** What a task in a thread of its own is told, and tells. */
export interface TaskContext {
  readonly signal: AbortSignal
  readonly report: (done: number, total: number) => void
}
