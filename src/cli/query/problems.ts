import type { Problem } from '../../contract/console/explore.ts'
import { terminalText, terminalWidth } from '../../engine/terminal-text.ts'

/** Characters of a long filter shown before and behind the place. */
const around = 50

/** What is wrong with a filter, with a caret under each place and the nearest right words. */
export const problemLines = (filter: string, problems: readonly Problem[]): string =>
  problems.map((problem) => problemText(filter, problem)).join('\n')

function problemText(filter: string, { from, to, message, instead, weight }: Problem): string {
  const begin = Math.max(0, from - around)
  const end = Math.min(filter.length, to + around)
  const before = (begin > 0 ? '…' : '') + terminalText(filter.slice(begin, from))
  const place = terminalText(filter.slice(from, Math.min(to, end)))
  const behind = terminalText(filter.slice(Math.min(to, end), end)) + (end < filter.length ? '…' : '')
  const carets = '^'.repeat(Math.max(1, terminalWidth(place)))
  const said = weight === 'hint' ? `${terminalText(message)} (a hint; the filter works)` : terminalText(message)
  const nearest = instead.length === 0 ? [] : [`  instead: ${instead.map(terminalText).join(' or ')}`]
  return [said, `  ${before}${place}${behind}`, `  ${' '.repeat(terminalWidth(before))}${carets}`, ...nearest].join(
    '\n',
  )
}
