/** What the bar may do with its text field. */
export interface FilterField {
  /** Writes over a stretch as if it were typed. */
  write(from: number, to: number, text: string): void
  /** Puts another text in, as one step of the field's undo when somebody is in it. */
  replaceAll(text: string): void
  /** Goes to the end of the filter and writes there, as somebody would who looks for what comes next. */
  begin(text: string): void
  focus(): void
}
