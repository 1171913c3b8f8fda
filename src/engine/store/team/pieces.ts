/** A list cut into pieces of at most `most`. */
export function pieces<Each>(list: readonly Each[], most: number): readonly (readonly Each[])[] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, at) => list.slice(at * most, (at + 1) * most))
}
