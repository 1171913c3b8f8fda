import type { Command } from '../commands/registry.ts'

/** Commands whose title holds every typed word, those that begin with the text first. */
export function rankCommands(commands: readonly Command[], text: string): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const begins = (command: Command): number => (command.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return commands
    .filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
    .toSorted((a, b) => begins(a) - begins(b))
}
