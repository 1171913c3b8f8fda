import { useCommands } from '../../commands/useCommands.ts'

interface RawControls {
  /** So many lines on. */
  readonly line: (by: number) => void
  /** To the next field, or to the one before. */
  readonly field: (by: 1 | -1) => void
}

/** The keys of the raw text while it has the focus. */
export function useRawCommands({ line, field }: RawControls): void {
  const common = { group: 'Lists', of: 'Raw', scope: 'raw', keysOnly: true } as const
  useCommands([
    { ...common, id: 'raw.down', title: 'Next row', keys: ['j', 'ArrowDown'], run: () => line(1) },
    { ...common, id: 'raw.up', title: 'Previous row', keys: ['k', 'ArrowUp'], run: () => line(-1) },
    { ...common, id: 'raw.next', title: 'Next field', keys: ['l', 'ArrowRight'], run: () => field(1) },
    { ...common, id: 'raw.previous', title: 'Field before', keys: ['h', 'ArrowLeft'], run: () => field(-1) },
    { ...common, id: 'raw.first', title: 'First row', keys: ['Home'], run: () => line(-Infinity) },
    { ...common, id: 'raw.last', title: 'Last row', keys: ['End'], run: () => line(Infinity) },
  ])
}
