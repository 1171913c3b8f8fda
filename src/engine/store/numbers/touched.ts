/** Rows of `dialled` that came or changed since they were last folded, by the suffix they share with others. */
export interface Touched {
  note(suffix: string, dialled: number): void
  /** Those noted so far, once. */
  take(): ReadonlyMap<string, readonly number[]>
}

export function touchedSuffixes(): Touched {
  let noted = new Map<string, number[]>()
  return {
    note: (suffix, dialled) => {
      const rows = noted.get(suffix)
      if (rows) rows.push(dialled)
      else noted.set(suffix, [dialled])
    },
    take: () => {
      const taken = noted
      noted = new Map()
      return taken
    },
  }
}
