/** Filters that hold every typed word, whatever their case; in their order. */
export function narrowed(filters: readonly string[], text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return filters
  return filters.filter((filter) => {
    const small = filter.toLowerCase()
    return words.every((word) => small.includes(word))
  })
}
