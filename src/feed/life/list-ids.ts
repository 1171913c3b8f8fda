/**
 * List IDs never go backwards, because a subscriber asks for "what is above my last one" and would miss what is below:
 * above the last ID given, and above the Unix time, which is above all that a restored backup has forgotten; of the machine,
 * also while it is not believed: a virtual machine that was set back to an earlier state does not know of that.
 * @param latest what the machine says, UTC milliseconds
 * @returns what gives the next one, each time another.
 */
export function listIds(last: number, latest: number): () => string {
  let id = Math.max(last, Math.floor(latest / 1000) - 1, 1000)
  return () => String((id += 1))
}
