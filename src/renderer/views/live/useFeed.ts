import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { EventRow } from '../../../contract/console/vocabulary.ts'
import { useStream } from '../../composables/useStream.ts'
import { createFeedBuffer, type FeedCount } from './feed-buffer.ts'

const mostRows = 500

/**
 * The live tail, let into the list once a frame at most, and not at all while `held` says that somebody reads.
 * `wanted` is asked for a new test whenever what it depends on changes.
 */
export function useFeed(
  wanted: () => (row: EventRow) => boolean,
  held: () => boolean,
): { readonly rows: Readonly<ShallowRef<readonly EventRow[]>>; readonly count: Readonly<ShallowRef<FeedCount>> } {
  let buffer = createFeedBuffer(mostRows, wanted())
  const rows = shallowRef<readonly EventRow[]>([])
  const count = shallowRef(buffer.count())
  let frame = 0

  const flush = (): void => {
    frame = 0
    if (!held()) buffer.release()
    rows.value = buffer.rows()
    count.value = buffer.count()
  }
  const schedule = (): void => {
    frame ||= requestAnimationFrame(flush)
  }

  useStream(
    'live.tail',
    () => ({ directions: 'in' }),
    (batch) => {
      buffer.take(batch)
      schedule()
    },
    () => {
      buffer = createFeedBuffer(mostRows, wanted())
      schedule()
    },
  )
  watch(held, schedule)
  watch(wanted, (next) => {
    buffer.want(next)
    schedule()
  })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return { rows, count }
}
