import { existsSync } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { exploreTabs, type ExploreTab } from '../../contract/console/explore.ts'
import { exportFormats } from '../../contract/console/exports.ts'
import { lookedText } from '../../engine/exports/looked.ts'
import { writeRows, type Written } from '../../engine/exports/write.ts'
import { codeOf } from '../../engine/store/error.ts'
import { jsonLine, terminalText } from '../../engine/terminal-text.ts'
import { oneOf, usage } from '../arguments.ts'
import type { Command } from '../command.ts'
import { exit, Failure, type ExitCode } from '../exit.ts'
import { whileReading } from '../reading.ts'
import { needsBytes, questionHelp, questionOptions, readQuestion } from './question.ts'

export const exportCommand: Command = {
  summary: 'write what matches into a file: CSV, JSON lines or pcapng',
  help: `Usage: honeynet export FILTER --format FORMAT --out FILE [OPTION]…

Writes all that matches, as Explore exports it. Exit code 1: nothing matches, and there is no file; 5: messages were left
out or cut, because their bytes are gone or do not fit into one packet, or not all matches were looked at.

${questionHelp}
  --format FORMAT  csv (no cell of it runs in a spreadsheet), jsonl, or pcapng (messages with their bytes)
  --out FILE       a file that is not there yet
  --tab TAB        messages (default), dialogs, sources, numbers or fingerprints; pcapng has messages alone
  --json           the account as a JSON line`,
  options: {
    ...questionOptions,
    format: { type: 'string' },
    out: { type: 'string' },
    tab: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: async (given, context) => {
    const { out: file, format: wanted } = given.texts
    if (file === undefined || wanted === undefined) throw usage('--format FORMAT and --out FILE are wanted')
    const format = oneOf('format', wanted, exportFormats)
    const tab = oneOf('tab', given.texts['tab'], ['messages', ...exploreTabs] as const)
    if (format === 'pcapng' && tab !== 'messages') throw usage('pcapng has messages alone')
    const { query, filter } = readQuestion(given, context)
    if (needsBytes(filter)) throw usage('a part of this filter looks into bytes: search them with honeynet hunt')
    const { signal, progress, output } = context
    const tell = ({ rows }: Written): void => progress.show(`${rows.toLocaleString('en-US')} ${tab} written`)
    const written = await whileReading(context, (_ask, asking) =>
      intoNew(file, (handle) =>
        writeRows(asking, { query, tab, sort: undefined }, { file: handle, format, signal, tell }),
      ),
    )
    progress.clear()
    if (written.rows === 0) await rm(file)
    const line = given.flags.has('json') ? jsonLine({ file, format, tab, ...written }) : wordsOf(file, tab, written)
    await output.lines([line])
    return codeFor(written)
  },
}

const codeFor = ({ rows, unread, cut, newest }: Written): ExitCode =>
  unread + cut > 0 || newest !== undefined ? exit.partly : rows > 0 ? exit.ok : exit.nothing

function wordsOf(file: string, tab: ExploreTab, { rows, unread, cut, newest }: Written): string {
  const left = [
    ...(unread > 0 ? [`${unread.toLocaleString('en-US')} without bytes left out`] : []),
    ...(cut > 0 ? [`${cut.toLocaleString('en-US')} cut to fit into a packet`] : []),
    ...(newest === undefined ? [] : [lookedText(tab, newest)]),
  ]
  return [`${terminalText(file)}: ${rows.toLocaleString('en-US')} ${tab}`, ...left].join(', ')
}

/** A file that is whole, or not there. @throws Failure `file` */
async function intoNew<Result>(file: string, write: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  if (existsSync(file)) throw new Failure(exit.file, `${terminalText(file)} is there already`)
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      return await write(handle)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(file, { force: true })
    const isFault = error instanceof Error && /^E[A-Z]+$/.test(codeOf(error))
    throw isFault ? new Failure(exit.file, terminalText(error.message)) : error
  }
}
