/** A pattern for "we could not see here", which must never look like zero. */
export function hatch(colour: string): { readonly image: HTMLCanvasElement; readonly repeat: 'repeat' } {
  const size = 8
  const image = document.createElement('canvas')
  image.width = size
  image.height = size
  const pen = image.getContext('2d')
  if (pen) {
    pen.strokeStyle = colour
    pen.lineWidth = 1.2
    pen.beginPath()
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, size)
      pen.lineTo(shift + size, 0)
    }
    pen.stroke()
  }
  return { image, repeat: 'repeat' }
}
