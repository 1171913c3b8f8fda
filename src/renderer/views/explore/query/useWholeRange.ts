import { useApi } from '../../../api/use-api.ts'
import { useRange } from '../../../stores/range.ts'
import { useToasts } from '../../../stores/toasts.ts'

/** Pins the range of the top bar to the time of all that is stored, from the first message to the last. */
export function useWholeRange(): () => Promise<void> {
  const api = useApi()
  const range = useRange()
  const toasts = useToasts()
  return async () => {
    try {
      const query = { filter: '', zone: 'UTC', answers: true }
      // The fewest points there can be: only where they begin and end is wanted.
      const { starts, step } = await api.call('explore.histogram', { query, points: 2 })
      const [from, last = from] = [starts[0], starts.at(-1)]
      if (from === undefined || last === undefined) return toasts.done('Nothing is stored yet')
      range.pin({ from, to: last + step })
    } catch (error) {
      toasts.failed('What is stored could not be read', error)
    }
  }
}
