import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { EventRow } from '../../../contract/console/vocabulary.ts'
import { useStream } from '../../composables/useStream.ts'
import { createFeedBuffer, type FeedCount } from './feed-buffer.ts'

const mostRows = 500

/** The live tail, let into the list once a frame at most, and not at all while `held` says that somebody reads. */
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
    if (!held()) rows.value = buffer.release()
    count.value = buffer.count()
  }
  const schedule = (): void => {
    frame ||= requestAnimationFrame(flush)
  }
  const restart = (): void => {
    buffer = createFeedBuffer(mostRows, wanted())
    schedule()
  }

  useStream(
    'live.tail',
    () => ({ directions: 'in' }),
    (batch) => {
      buffer.take(batch)
      schedule()
    },
    restart,
  )
  watch(held, schedule)
  watch(wanted, restart)
  onScopeDispose(() => cancelAnimationFrame(frame))
  return { rows, count }
}
