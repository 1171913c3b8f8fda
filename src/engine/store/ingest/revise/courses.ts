import type { Writer } from '../../connection.ts'
import { deletedEvents } from '../../retention/marks.ts'
import { Course } from '../aggregates/course.ts'
import { readDialog, readPart } from '../aggregates/read-dialog.ts'
import type { Range } from './stored.ts'

/** Messages of a dialog that are read again for a batch, at most, about; shorter dialogs are read whole. */
const pieceMessages = 128
/** A dialog of millions has longer pieces, and no more of them. */
const mostPieces = 512
/** Of all dialogs; some megabytes. */
const mostKept = 16_000

/** The end of a dialog: what its events come to from one of them on, up to the last that was there when it was read. */
interface Rest {
  /** Event id. */
  readonly from: number
  readonly course: Course
}

/** A dialog through which a re-analysis is on its way, in the order of event ids. */
interface Passed {
  /** All events up to `upTo`: what they say is not changed any more. */
  readonly done: Course
  upTo: number
  /** Of the last event that was there when it was read, or of the batch it was read for. */
  readonly end: number
  rest: readonly Rest[]
  /** What came behind the end, by today's rules. */
  readonly fresh: Course
  freshUpTo: number
}

/**
 * What long dialogs come to while their events are judged anew, batch by batch. Read whole for each batch, a dialog of a
 * million messages would be read two thousand times: here its events are read once before they are judged, once behind
 * that, and a piece of the rest for each batch that changes what it shows.
 */
export class RevisedCourses {
  private readonly writer: Writer
  private readonly passed = new Map<number, Passed>()
  private pieces = 0
  private deleted = 0

  constructor(writer: Writer) {
    this.writer = writer
  }

  /**
   * @param messages of its row.
   * @param batch what is behind it was judged by older rules, or came since.
   */
  get(dialog: number, messages: number, { first, last }: Range): Course | undefined {
    if (messages <= pieceMessages) return readDialog(this.writer, dialog)
    this.forgetDeleted()
    const known = this.passed.get(dialog)
    // Whoever judges events once more that were passed begins anew.
    const passed = known && first > known.upTo ? known : this.read(dialog, messages, last)
    this.pass(dialog, passed, last)
    this.keep(dialog, passed)
    return this.whole(dialog, passed)
  }

  /** For a change of single events. @param changed one of them shows something else now. */
  readWhole(dialog: number, changed: boolean): Course | undefined {
    if (changed) this.drop(dialog)
    return readDialog(this.writer, dialog)
  }

  /** Events are gone, or what was stored of them was taken back. */
  reset(): void {
    this.passed.clear()
    this.pieces = 0
  }

  /** What retention deletes is no part of a dialog any more. */
  private forgetDeleted(): void {
    const deleted = deletedEvents(this.writer)
    if (deleted !== this.deleted) this.reset()
    this.deleted = deleted
  }

  private read(dialog: number, messages: number, upTo: number): Passed {
    const most = Math.max(pieceMessages, Math.ceil(messages / mostPieces))
    const done = new Course()
    const rest: Rest[] = []
    let [end, room] = [upTo, 0]
    for (const event of readPart(this.writer, dialog, 0, endOfIds)) {
      if (event.id <= upTo) {
        done.add(event)
        continue
      }
      if (room === 0) rest.push({ from: event.id, course: new Course() })
      room = (room === 0 ? most : room) - 1
      rest.at(-1)?.course.add(event)
      end = event.id
    }
    rest.reduceRight<Course | undefined>((behind, { course }) => {
      if (behind) course.join(behind)
      return course
    }, undefined)
    return { done, upTo, end, rest, fresh: new Course(), freshUpTo: end }
  }

  /** On to the end of this batch, and to what came meanwhile. */
  private pass(dialog: number, passed: Passed, upTo: number): void {
    const to = Math.min(upTo, passed.end)
    for (const event of readPart(this.writer, dialog, passed.upTo, to + 1)) passed.done.add(event)
    passed.upTo = Math.max(passed.upTo, to)
    for (const event of readPart(this.writer, dialog, passed.freshUpTo, endOfIds)) {
      passed.fresh.add(event)
      passed.freshUpTo = event.id
    }
  }

  private whole(dialog: number, { done, upTo, end, rest, fresh }: Passed): Course {
    const course = new Course()
    const next = rest.find(({ from }) => from > upTo)
    for (const part of [done, next?.course, fresh]) if (part) course.join(part)
    for (const event of readPart(this.writer, dialog, upTo, next?.from ?? end + 1)) course.add(event)
    return course
  }

  /** Without what it is past; of too many dialogs those go that were not asked for the longest. */
  private keep(dialog: number, passed: Passed): void {
    this.drop(dialog)
    passed.rest = passed.rest.filter(({ from }) => from > passed.upTo)
    this.passed.set(dialog, passed)
    this.pieces += costOf(passed)
    for (const oldest of this.passed.keys()) {
      if (this.pieces <= mostKept) return
      this.drop(oldest)
    }
  }

  private drop(dialog: number): void {
    const passed = this.passed.get(dialog)
    if (!passed) return
    this.pieces -= costOf(passed)
    this.passed.delete(dialog)
  }
}

const endOfIds = Number.MAX_SAFE_INTEGER
const costOf = ({ rest }: Passed): number => rest.length + 2
