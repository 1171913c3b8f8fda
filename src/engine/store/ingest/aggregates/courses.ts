import { Lru } from '../names/lru.ts'
import type { Course, DialogContents } from './course.ts'

/** Shorter dialogs are as quickly read anew. */
const fewMessages = 32
/** Some megabytes at most. */
const mostCourses = 4_000

/**
 * Courses of dialogs that something came late to. A dialog may have millions of messages, and an attacker may see to it
 * that every batch holds a late one: its course is read once, and not again for every batch.
 */
export class Courses {
  private readonly kept = new Lru<number, Course>(mostCourses)

  /** @param stored what the row says: where that is not what the course comes to, others wrote it since. */
  get(dialog: number, stored: DialogContents): Course | undefined {
    const course = this.kept.get(dialog)
    const contents = course?.contents()
    return contents && columns.every((column) => contents[column] === stored[column]) ? course : undefined
  }

  keep(dialog: number, course: Course): void {
    if (course.contents().messages > fewMessages) this.kept.set(dialog, course)
  }

  /** Events were judged anew or are gone, or what was stored of them was taken back. */
  reset(): void {
    this.kept.clear()
  }
}

const columns = ['firstSeen', 'lastSeen', 'messages', 'methods', 'status', 'userAgent', 'dialled'] as const
