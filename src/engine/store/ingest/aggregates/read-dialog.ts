import type { Writer } from '../../connection.ts'
import { Course, type CourseEvent } from './course.ts'

const events = `
  SELECT e.id, e.time, k.direction, k.method, k.status, k.user_agent AS userAgent, e.dialled
  FROM event e CROSS JOIN kind k ON k.id = e.kind WHERE e.dialog = ?`
const between = `${events} AND e.id > ? AND e.id < ? ORDER BY e.id`

/** Reads a dialog from its events. `undefined` when it has none. */
export function readDialog(writer: Writer, id: number): Course | undefined {
  const course = new Course()
  let some = false
  for (const each of writer.prepare(events).iterate(id)) {
    course.add(each as CourseEvent)
    some = true
  }
  return some ? course : undefined
}

/** The events of a dialog between two ids, without these, in the order of their ids. */
export function* readPart(writer: Writer, id: number, after: number, before: number): Generator<CourseEvent> {
  for (const each of writer.prepare(between).iterate(id, after, before)) yield each as CourseEvent
}
