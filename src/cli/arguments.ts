import { parseArgs } from 'node:util'
import { terminalText } from '../engine/terminal-text.ts'
import { nearestWords } from '../filter/nearest.ts'
import { exit, Failure } from './exit.ts'

export type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>

/** What stood behind the name of a command. */
export interface Given {
  readonly texts: Readonly<Record<string, string | undefined>>
  readonly flags: ReadonlySet<string>
  readonly words: readonly string[]
}

const everywhere: Options = { data: { type: 'string' }, help: { type: 'boolean' } }

/** A filter may begin with `-tool:…`, and a time with `-1h`; no option of ours has one dash. */
const mark = '\0'
const isWord = (arg: string): boolean => /^-[^-]/.test(arg)
const unmark = (text: string): string => (text.startsWith(mark) ? text.slice(1) : text)

/** @throws Failure `usage`. */
export function readArguments(args: readonly string[], own: Options): Given {
  const options = { ...everywhere, ...own }
  const marked = args.map((arg) => (isWord(arg) ? mark + arg : arg))
  const { values, positionals, tokens } = parseArgs({
    ...{ args: marked, options, strict: false, allowPositionals: true, tokens: true },
  })
  for (const token of tokens) if (token.kind === 'option') checkOption(token.name, token.value, options)
  const texts = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, unmark(value)] as const] : [],
  )
  const flags = Object.entries(values).flatMap(([name, value]) => (value === true ? [name] : []))
  return { texts: Object.fromEntries(texts), flags: new Set(flags), words: positionals.map(unmark) }
}

function checkOption(name: string, value: string | undefined, options: Options): void {
  const known = options[name]
  if (!known) throw usage(`there is no option --${terminalText(name)}${meant(name, Object.keys(options))}`)
  if (known.type === 'string' && (value ?? '--').startsWith('--')) throw usage(`--${name} wants a value behind it`)
  if (known.type === 'boolean' && value !== undefined) throw usage(`--${name} takes no value`)
}

export const usage = (message: string): Failure => new Failure(exit.usage, message)

/** For commands that take options alone. @throws Failure `usage` */
export function noWords({ words: [first] }: Given): void {
  if (first !== undefined) throw usage(`nothing is wanted here but options; not ${terminalText(first)}`)
}

/** `; did you mean --limit?` */
export function meant(typed: string, words: readonly string[], dashes = '--'): string {
  const near = nearestWords(typed, words)
  return near.length === 0 ? '' : `; did you mean ${near.map((word) => dashes + word).join(' or ')}?`
}

/** One of these words, or the first when nothing was said. @throws Failure `usage`. */
export function oneOf<Word extends string>(option: string, text: string | undefined, words: readonly Word[]): Word {
  const found = text === undefined ? words[0] : words.find((word) => word === text)
  if (found !== undefined) return found
  throw usage(
    `--${option} knows ${words.join(', ')}; not ${terminalText(text ?? 'nothing')}${meant(text ?? '', words, '')}`,
  )
}
