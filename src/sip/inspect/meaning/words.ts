import { figure } from '../../source/words.ts'

/** Characters of a sender's text that a note repeats; the whole text stands beside it. */
const longest = 60

/** The sender's text in a note: bounded. */
export const short = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** The same in quotation marks. */
export const quoted = (text: string): string => `“${short(text)}”`

const units = [
  ['year', 31_536_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** Whole seconds in their two greatest units: `1 hour`, `2 days 3 hours`. */
export function lasting(seconds: number): string {
  const words: string[] = []
  let rest = seconds
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) words.push(figure(count, unit))
    if (words.length === 2) break
  }
  return words.join(' ') || figure(0, 'second')
}

/** A table of what numbers mean, written as lines such as `16 normal call clearing`. */
export const table = (lines: string): ReadonlyMap<number, string> =>
  new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => {
        const [number = ''] = line.trim().split(' ', 1)
        return [Number(number), line.trim().slice(number.length + 1)]
      }),
  )
