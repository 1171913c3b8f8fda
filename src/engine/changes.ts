import { setTimeout as sleep } from 'node:timers/promises'
import type { Topic } from '../contract/console/index.ts'

/** Where every part says what changed, and from where each page hears it. */
export interface Changes {
  publish(topic: Topic): void
  /** Topics since the last item, at most four items a second. Ends when `signal` aborts. */
  stream(signal: AbortSignal): AsyncGenerator<readonly Topic[]>
}

/** Milliseconds between two items: an analyst's eye gains nothing from more, and each makes views read again. */
const pause = 250

export function createChanges(): Changes {
  const readers = new Set<Waiting>()
  return {
    publish: (topic) => {
      for (const reader of readers) {
        reader.topics.add(topic)
        reader.wake()
      }
    },
    async *stream(signal) {
      const reader: Waiting = { topics: new Set(), wake: () => undefined }
      readers.add(reader)
      signal.addEventListener('abort', () => reader.wake(), { once: true })
      try {
        while (!isOver(signal)) {
          await arrival(reader)
          if (isOver(signal)) return
          yield take(reader)
          await sleep(pause, undefined, { signal }).catch(() => undefined)
        }
      } finally {
        readers.delete(reader)
      }
    },
  }
}

/** A function, because an abort comes between two checks and the compiler would take the first one's word for it. */
export const isOver = (signal: AbortSignal): boolean => signal.aborted

interface Waiting {
  readonly topics: Set<Topic>
  wake: () => void
}

function take(reader: Waiting): readonly Topic[] {
  const topics = [...reader.topics]
  reader.topics.clear()
  return topics
}

async function arrival(reader: Waiting): Promise<void> {
  if (reader.topics.size === 0) await new Promise<void>((resolve) => (reader.wake = resolve))
}
