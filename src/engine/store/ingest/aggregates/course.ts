/** A place in a dialog: of equal times what arrived first comes first. */
interface Place {
  /** Microseconds UTC. */
  readonly time: number
  /** Of the event. */
  readonly id: number
}

interface MethodPlace extends Place {
  readonly method: number
}

/** What a dialog's row is read from, of one event; ids of names. */
export interface CourseEvent extends Place {
  readonly direction: 0 | 1
  readonly method: number | null
  readonly status: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

/** What a dialog's row says of its events, but for caller and callee, which only the bytes of its first message tell. */
export interface DialogContents {
  /** Microseconds UTC. */
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  /** As the column holds them. */
  readonly methods: string
  readonly status: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

/** Distinct methods remembered of one dialog; there are fourteen, and a fuzzer makes up any number. */
const mostMethods = 20

const isBefore = (a: Place, b: Place | undefined): boolean =>
  b === undefined || a.time < b.time || (a.time === b.time && a.id < b.id)

/**
 * What a dialog's row says, and which events it has that from: one that comes late is put in its place without a look at
 * all the others. Events may be added in any order, each once.
 */
export class Course {
  private firstSeen = Infinity
  private lastSeen = -Infinity
  private messages = 0
  private answer: CourseEvent | undefined
  private first: CourseEvent | undefined
  private dialling: CourseEvent | undefined
  /** Where each of the methods used first was, in order. One that falls out is behind all that stay, for good. */
  private methods: MethodPlace[] = []

  /** Event id of the first message received; `undefined` when there are only answers of ours. */
  get opener(): number | undefined {
    return this.first?.id
  }

  add(event: CourseEvent): void {
    this.messages += 1
    this.firstSeen = Math.min(this.firstSeen, event.time)
    this.lastSeen = Math.max(this.lastSeen, event.time)
    if (event.direction === 0) this.receive(event)
    else if (event.status !== null && (!this.answer || isBefore(this.answer, event))) this.answer = event
  }

  /** With all that another part of the same dialog has; no event is in both. */
  join(other: Course): void {
    this.messages += other.messages
    this.firstSeen = Math.min(this.firstSeen, other.firstSeen)
    this.lastSeen = Math.max(this.lastSeen, other.lastSeen)
    const { answer, first, dialling } = other
    if (answer && (!this.answer || isBefore(this.answer, answer))) this.answer = answer
    if (first && isBefore(first, this.first)) this.first = first
    if (dialling && isBefore(dialling, this.dialling)) this.dialling = dialling
    for (const place of other.methods) this.notePlace(place)
  }

  contents(): DialogContents {
    const { firstSeen, lastSeen, messages } = this
    return {
      ...{ firstSeen, lastSeen, messages, methods: methodsText(this.methods.map(({ method }) => method)) },
      status: this.answer?.status ?? null,
      userAgent: this.first?.userAgent ?? null,
      dialled: this.dialling?.dialled ?? null,
    }
  }

  private receive(event: CourseEvent): void {
    if (isBefore(event, this.first)) this.first = event
    if (listedOnly(event.dialled) !== null && isBefore(event, this.dialling)) this.dialling = event
    const { method, time, id } = event
    if (method !== null) this.notePlace({ method, time, id })
  }

  private notePlace(place: MethodPlace): void {
    const known = this.methods.find(({ method }) => method === place.method)
    if (known ? isBefore(known, place) : this.methods.length >= mostMethods && isBefore(this.last(), place)) return
    const others = this.methods.filter((each) => each !== known)
    const at = others.findIndex((each) => isBefore(place, each))
    others.splice(at === -1 ? others.length : at, 0, place)
    this.methods = others.slice(0, mostMethods)
  }

  private last(): Place {
    return this.methods.at(-1) ?? { time: Infinity, id: 0 }
  }
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
