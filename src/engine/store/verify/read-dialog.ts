/** An event as its dialog is read from it; `event` is its id. */
export interface DialogEvent {
  readonly event: number
  readonly eventSource: number
  readonly eventSensor: number
  readonly time: number
  readonly direction: number
  readonly method: number | null
  readonly code: number | null
  readonly agent: number | null
  readonly number: number | null
}

type Place = Pick<DialogEvent, 'time' | 'event'>

const isBefore = (a: Place, b: Place | undefined): boolean =>
  b === undefined || a.time < b.time || (a.time === b.time && a.event < b.event)

/** Distinct methods that a dialog's row holds. */
const mostMethods = 20
/** Distinct methods looked at: a fuzzer makes up any number, and those first used are among the first. */
const mostLookedAt = 10_000

/** Reads a dialog from its events, which may come in any order: unlike the way it is kept, on purpose. */
export class ReadDialog {
  private first: DialogEvent | undefined
  private last: DialogEvent | undefined
  private opener: DialogEvent | undefined
  private answer: DialogEvent | undefined
  private dialling: DialogEvent | undefined
  private messages = 0
  private readonly methods = new Map<number, Place>()

  add(event: DialogEvent): void {
    this.messages += 1
    if (isBefore(event, this.first)) this.first = event
    if (this.last === undefined || isBefore(this.last, event)) this.last = event
    if (event.direction === 0) this.receive(event)
    else if (event.code !== null && (this.answer === undefined || isBefore(this.answer, event))) this.answer = event
  }

  result() {
    return {
      ...{ source: this.first?.eventSource, sensor: this.first?.eventSensor, messages: this.messages },
      ...{ firstSeen: this.first?.time, lastSeen: this.last?.time, methods: this.methodsText() },
      ...{ status: this.answer?.code ?? null, userAgent: this.opener?.agent ?? null },
      dialled: this.dialling?.number ?? null,
    }
  }

  private receive(event: DialogEvent): void {
    const { method, number } = event
    if (isBefore(event, this.opener)) this.opener = event
    if (number !== null && number > 0 && isBefore(event, this.dialling)) this.dialling = event
    if (method === null || (this.methods.size >= mostLookedAt && !this.methods.has(method))) return
    if (isBefore(event, this.methods.get(method))) this.methods.set(method, event)
  }

  private methodsText(): string {
    const inOrder = [...this.methods].sort(([, a], [, b]) => (isBefore(a, b) ? -1 : 1))
    return inOrder
      .slice(0, mostMethods)
      .map(([method]) => method)
      .join(' ')
  }
}
