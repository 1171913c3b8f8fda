/** Pixels from the left edge of `line` to the character at `offset` of its text, whatever elements it is in. */
export function leftOf(line: HTMLElement, offset: number): number {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  let before = 0
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (offset <= before + length) return edgeOf(node, offset - before) - line.getBoundingClientRect().left
    before += length
  }
  return line.getBoundingClientRect().width
}

function edgeOf(node: Node, offset: number): number {
  const range = document.createRange()
  range.setStart(node, offset)
  range.collapse(true)
  return range.getBoundingClientRect().left
}

/**
 * Writes over a stretch of a field as if it were typed, so that the browser's own undo takes it back.
 */
export function typeOver(field: HTMLInputElement, from: number, to: number, text: string): void {
  field.focus()
  field.setSelectionRange(from, to)
  if (field.value.slice(from, to) === text) return field.setSelectionRange(to, to)
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- of all ways to change a field only this keeps its undo
  document.execCommand(text === '' ? 'delete' : 'insertText', false, text)
}
