/**
 * List IDs never go backwards, because a subscriber asks for "what is above my last one" and would miss what is below:
 * above the last ID given, and above the Unix time, which is above all that a restored backup has forgotten.
 * @returns what gives the next one, each time another.
 */
export function listIds(last: number, now: number): () => string {
  let id = Math.max(last, Math.floor(now / 1000) - 1, 1000)
  return () => String((id += 1))
}
