import type { Command } from './command.ts'
import { backup } from './data/backup.ts'
import { restore } from './data/restore.ts'
import { verify } from './data/verify.ts'
import { huntCommand } from './hunt/hunt.ts'
import { importCommand } from './import/import.ts'
import { exportCommand } from './query/export.ts'
import { query } from './query/query.ts'

export const commands = {
  query,
  hunt: huntCommand,
  export: exportCommand,
  import: importCommand,
  backup,
  restore,
  verify,
} as const satisfies Readonly<Record<string, Command>>
export type CommandName = keyof typeof commands

export const isCommand = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name)
