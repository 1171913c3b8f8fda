/** Values that are remembered, and how long each may be: a few hundred kilobytes at most. */
const mostValues = 1024
const longestValue = 256

/**
 * Answers a question about a header value from memory when it was asked lately. Bounded; when full it forgets everything,
 * which costs less than keeping order, as what comes often is soon back.
 *
 * @param ask must depend on nothing but its arguments
 */
export function remembered<Answer>(
  ask: (key: string, value: string) => Answer,
): (key: string, value: string) => Answer {
  const known = new Map<string, Map<string, Answer>>()
  let size = 0
  return (key, value) => {
    if (value.length > longestValue) return ask(key, value)
    const ofKey = known.get(key)
    const answer = ofKey?.get(value)
    if (answer !== undefined || ofKey?.has(value) === true) return answer as Answer
    if (size++ >= mostValues) {
      known.clear()
      size = 0
    }
    const fresh = ask(key, value)
    known.set(key, (known.get(key) ?? new Map<string, Answer>()).set(value, fresh))
    return fresh
  }
}
