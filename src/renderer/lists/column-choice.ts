/** What a column chooser has to know of a column. */
export interface Choosable {
  readonly id: string
  /** Cannot be put away. */
  readonly always?: boolean
  /** Put away until somebody asks for it. */
  readonly rare?: boolean
}

/** Ids of the columns on screen. */
export type ColumnChoice = ReadonlySet<string>

export const usualChoice = (columns: readonly Choosable[]): ColumnChoice =>
  new Set(columns.filter(({ rare }) => !rare).map(({ id }) => id))

/** The columns on screen, in their own order. */
export const chosenColumns = <Column extends Choosable>(columns: readonly Column[], choice: ColumnChoice): Column[] =>
  columns.filter(({ id, always }) => always || choice.has(id))

export function toggledColumn(choice: ColumnChoice, id: string): ColumnChoice {
  const next = new Set(choice)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Only what differs from the usual choice is kept, so that a column that is new in a later version shows up. */
export function writeChoice(columns: readonly Choosable[], choice: ColumnChoice): string {
  const usual = usualChoice(columns)
  const differing = columns.filter(({ id, always }) => !always && usual.has(id) !== choice.has(id))
  return JSON.stringify(Object.fromEntries(differing.map(({ id }) => [id, choice.has(id)])))
}

/** @param kept what `writeChoice` made; anything else is as if nothing had been kept. */
export function readChoice(columns: readonly Choosable[], kept: string | null): ColumnChoice {
  const usual = usualChoice(columns)
  const differing = readObject(kept)
  return new Set(
    columns.map(({ id }) => id).filter((id) => (Object.hasOwn(differing, id) ? differing[id] === true : usual.has(id))),
  )
}

function readObject(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
