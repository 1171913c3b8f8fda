/** An event whose default somebody may prevent, as Electron hands out. */
export class Preventable {
  defaultPrevented = false

  preventDefault(): void {
    this.defaultPrevented = true
  }
}
