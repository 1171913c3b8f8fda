/** More breaks than anybody types: the rest stays in one line, its breaks shown as what they are. */
const mostLines = 400

export interface Lines {
  readonly lines: readonly string[]
  /** Characters left out at the end. */
  readonly more: number
}

/** The lines of a text up to `limit` characters, never ending between the halves of a surrogate pair. */
export function lines(text: string, limit: number): Lines {
  const cut = text.length <= limit ? text.length : limit - Number(isHighSurrogate(text.charCodeAt(limit - 1)))
  const all = text.slice(0, cut).split(/\r\n|\n/)
  const rest = all.slice(mostLines - 1)
  const shown = rest.length > 1 ? [...all.slice(0, mostLines - 1), rest.join('\n')] : all
  return { lines: shown, more: text.length - cut }
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff
