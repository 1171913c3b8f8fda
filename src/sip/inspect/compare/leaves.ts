import type { Field } from '../field.ts'

/** Fields without parts, by path: what a comparison goes by. Bounded: 256 headers of 200 parameters each would be too many. */
const mostLeaves = 2000

export function leavesOf(root: Field, most = mostLeaves): ReadonlyMap<string, Field> {
  const leaves = new Map<string, Field>()
  for (const field of leavesBelow(root)) {
    if (leaves.size === most) break
    leaves.set(field.path, field)
  }
  return leaves
}

function* leavesBelow(field: Field): Generator<Field> {
  if (field.children.length === 0) yield field
  else for (const child of field.children) yield* leavesBelow(child)
}
