import type { Writer } from '../../connection.ts'

/** What a dialog's row says of its events, but for caller and callee, which only the bytes of its first message tell. */
export interface DialogContents {
  /** Microseconds UTC. */
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  /** As the column holds them. */
  readonly methods: string
  readonly status: number | null
  /** Event id of the first message received; `undefined` when there are only answers of ours. */
  readonly opener: number | undefined
  readonly userAgent: number | null
  readonly dialled: number | null
}

interface Row {
  readonly id: number
  readonly time: number
  readonly direction: 0 | 1
  readonly method: number | null
  readonly status: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

/** Distinct methods remembered of one dialog; there are fourteen, and a fuzzer makes up any number. */
const mostMethods = 20

const inOrder = `
  SELECT e.id, e.time, k.direction, k.method, k.status, k.user_agent AS userAgent, e.dialled
  FROM event e CROSS JOIN kind k ON k.id = e.kind WHERE e.dialog = ? ORDER BY e.time, e.id`

/** Reads a dialog from its events, in the order of their times and of their arrival. `undefined` when it has none. */
export function readDialog(writer: Writer, id: number): DialogContents | undefined {
  const methods: number[] = []
  let firstSeen: number | undefined
  let lastSeen = 0
  let messages = 0
  let status: number | null = null
  let opener: Row | undefined
  let dialled: number | null = null
  for (const each of writer.prepare(inOrder).iterate(id)) {
    const row = each as Row
    firstSeen ??= row.time
    lastSeen = row.time
    messages += 1
    if (row.direction === 1) {
      status = row.status ?? status
      continue
    }
    opener ??= row
    noteMethod(methods, row.method)
    dialled ??= listedOnly(row.dialled)
  }
  if (firstSeen === undefined) return undefined
  const userAgent = opener?.userAgent ?? null
  const contents = { firstSeen, lastSeen, messages, methods: methodsText(methods), status, userAgent, dialled }
  return { ...contents, opener: opener?.id }
}

/** Of a method that a dialog used once more. */
export function noteMethod(methods: number[], method: number | null): void {
  if (method !== null && methods.length < mostMethods && !methods.includes(method)) methods.push(method)
}

/** What its source's list has no room for has no row to point to. */
export const listedOnly = (dialled: number | null): number | null => (dialled === 0 ? null : dialled)

/** As the column holds them: ids in order of first use. */
export const methodsText = (methods: readonly number[]): string =>
  methods.length === 1 ? String(methods[0]) : methods.join(' ')
export const readMethods = (text: string): number[] => (text === '' ? [] : text.split(' ').map(Number))
