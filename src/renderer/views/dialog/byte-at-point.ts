/** A place in what is shown of a segment: an element with `data-start`. */
export interface ShownPlace {
  /** What `data-start` says. */
  readonly start: number
  /** Characters shown before the place. */
  readonly shown: number
}

/** The character under the pointer; nothing where the pointer is beside all text. */
export function placeAtPoint({ clientX, clientY }: MouseEvent): ShownPlace | undefined {
  const caret = document.caretPositionFromPoint(clientX, clientY)
  const segment = caret && elementOf(caret.offsetNode)?.closest<HTMLElement>('[data-start]')
  if (!segment) return undefined
  const before = document.createRange()
  before.setStart(segment, 0)
  before.setEnd(caret.offsetNode, offsetUnder(caret, clientX))
  return { start: Number(segment.dataset['start']), shown: before.toString().length }
}

const elementOf = (node: Node): Element | null => (node instanceof Element ? node : node.parentElement)

/** A caret stands at the nearer edge of a character; wanted is the character itself. */
function offsetUnder({ offsetNode, offset }: CaretPosition, x: number): number {
  if (offset === 0 || offsetNode.nodeType !== Node.TEXT_NODE) return offset
  const character = document.createRange()
  character.setStart(offsetNode, offset - 1)
  character.setEnd(offsetNode, offset)
  const { left, right } = character.getBoundingClientRect()
  return left <= x && x < right ? offset - 1 : offset
}
