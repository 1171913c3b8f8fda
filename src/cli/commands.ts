import type { Command } from './command.ts'
import { query } from './query/query.ts'

export const commands = { query } as const satisfies Readonly<Record<string, Command>>
export type CommandName = keyof typeof commands

export const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name)
