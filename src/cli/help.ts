import { commands, type CommandName } from './commands.ts'

const ending = `Everywhere:
  --data FOLDER  the data folder; without it the one that the console uses
  --help         help on a command
  --version

Exit codes: 0 done, 1 nothing found, 2 wrong usage, 3 the data folder cannot be used, 4 damage found, 5 done in part,
6 a file cannot be read or written, 70 a mistake of this program, 130 interrupted.`

/** What there is. */
export function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return ['Usage: honeynet COMMAND …', '', ...lines, '', ending].join('\n')
}

export const helpOf = (name: CommandName): string => `${commands[name].help}\n\n${ending}`
