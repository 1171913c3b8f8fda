/** Says which of two places comes first: less than 0 when the first one does. Never 0 for two that differ. */
type Order = (a: number, b: number) => number

/** Sorting all of them is sooner done than keeping the first ones apart. */
const partOf = 4

/**
 * The first of many places in order, sorted. Most lists show a page of a hundred thousand rows: only the best so far are
 * kept, the last of them on top of a heap, and nearly every other row is passed over by one comparison with it.
 */
export function firstOf(places: Uint32Array, count: number, order: Order): Uint32Array {
  if (count * partOf >= places.length) return places.slice().sort(order).subarray(0, Math.max(0, count))
  const heap = places.slice(0, count)
  for (let at = (count >> 1) - 1; at >= 0; at -= 1) sink(heap, at, order)
  for (const place of places.subarray(count)) {
    if (order(place, heap[0] ?? 0) >= 0) continue
    heap[0] = place
    sink(heap, 0, order)
  }
  return heap.sort(order)
}

/** Lets what may come too early move down to where it belongs. */
function sink(heap: Uint32Array, from: number, order: Order): void {
  const place = heap[from] ?? 0
  let at = from
  for (;;) {
    let below = 2 * at + 1
    if (below >= heap.length) break
    if (below + 1 < heap.length && order(heap[below + 1] ?? 0, heap[below] ?? 0) > 0) below += 1
    if (order(heap[below] ?? 0, place) <= 0) break
    heap[at] = heap[below] ?? 0
    at = below
  }
  heap[at] = place
}
