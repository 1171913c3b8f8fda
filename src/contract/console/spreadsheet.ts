/**
 * Whether a spreadsheet would run a CSV cell as a formula instead of showing it (OWASP, CSV injection): it begins with
 * `=`, `+`, `-`, `@`, a tab, a line end or NUL. Full-width forms and leading blanks count, because some programs
 * normalise before they look. Quoting does not help; a leading apostrophe does.
 */
export const runsAsFormula = (cell: string): boolean =>
  /^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\u0000]/.test(cell)
