/**
 * Runs something once what is in the document now was drawn: dear work must not hold up the first look at a screen.
 * @returns how to call it off.
 */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  // A frame asks before it is drawn; what waits behind it runs when it is.
  const frame = requestAnimationFrame(() => (timer = setTimeout(run)))
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
