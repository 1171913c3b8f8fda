import { resolve } from 'node:path'
import { RpcError } from '../contract/rpc/error.ts'
import { diskFault, StoreError } from '../engine/store/error.ts'
import { terminalText } from '../engine/terminal-text.ts'
import { usualDataFolder } from '../engine/usual-folder.ts'
import { meant, readArguments, usage } from './arguments.ts'
import type { Context } from './command.ts'
import { commands, isCommand } from './commands.ts'
import { exit, Failure, type ExitCode } from './exit.ts'
import { helpOf, overview } from './help.ts'
import { NobodyReads } from './output/output.ts'
import { versionOfThis } from './program.ts'

/** Runs one command line. Never throws; what went wrong is said on stderr. */
export async function run(args: readonly string[], context: Omit<Context, 'data'>): Promise<ExitCode> {
  try {
    return await dispatch(args, context)
  } catch (error) {
    context.progress.clear()
    if (error instanceof NobodyReads || context.signal.aborted) return exit.ok
    const failure = failureOf(error)
    context.say(`honeynet: ${failure.message}`)
    return failure.code
  }
}

async function dispatch([name, ...rest]: readonly string[], context: Omit<Context, 'data'>): Promise<ExitCode> {
  const print = (text: string): Promise<ExitCode> => context.output.lines([text]).then(() => exit.ok)
  if (name === '--version') return print(versionOfThis())
  if (name === undefined) throw usage(overview())
  if (['--help', '-h', 'help'].includes(name)) return print(isCommand(rest[0]) ? helpOf(rest[0]) : overview())
  if (!isCommand(name))
    throw usage(`there is no command ${terminalText(name)}${meant(name, Object.keys(commands), '')}`)
  if (rest.some((arg) => arg === '-h' || arg === '--help')) return print(helpOf(name))
  const given = readArguments(rest, commands[name].options)
  const data = resolve(given.texts['data'] ?? usualDataFolder())
  return commands[name].run(given, { ...context, data })
}

/** What can go wrong without a mistake of ours, in the code that a script reads. */
function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  if (error instanceof StoreError) return new Failure(exit.folder, terminalText(message))
  if (error instanceof RpcError && error.code === 'bad-request') return new Failure(exit.usage, terminalText(message))
  if (error instanceof RpcError && (error.code === 'read-only' || error.code === 'unavailable'))
    return new Failure(exit.folder, terminalText(message))
  const fault = diskFault(error)
  if (fault !== undefined) return new Failure(exit.folder, terminalText(`${fault}: ${message}`))
  return new Failure(exit.bug, `this should not have happened: ${terminalText(message)}\n${stack}`)
}
