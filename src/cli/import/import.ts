import { RpcError } from '../../contract/rpc/error.ts'
import type { ImportAccount } from '../../contract/console/imports.ts'
import { skipReasons } from '../../engine/imports/capture/packet.ts'
import { importFile } from '../../engine/imports/import-file.ts'
import type { Recording } from '../../engine/imports/recorder.ts'
import { outcomeOf } from '../../engine/imports/words.ts'
import { codeOf } from '../../engine/store/error.ts'
import { jsonLine, terminalText } from '../../engine/terminal-text.ts'
import { usage } from '../arguments.ts'
import type { Command, Context } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'
import { whileWriting } from '../writing.ts'

export const importCommand: Command = {
  summary: 'store the SIP messages of captures: pcap, pcapng, JSON lines of SentryPeer',
  help: `Usage: honeynet import FILE… [--json]

Stores the messages of each file, as of a sensor of its own, and says what became of every packet or line. A file may be
imported again: nothing is stored twice, and one that was interrupted goes on where it stopped. No console may use the
data folder meanwhile. Exit code 5: the rest of a file could not be read, or not every file was imported.

  --json           one JSON line for each file`,
  options: { json: { type: 'boolean' } },
  run: async ({ words, flags }, context) => {
    if (words.length === 0) throw usage('a file is missing')
    return whileWriting(context, async (to, signal) => {
      const ends: ExitCode[] = []
      for (const file of words) ends.push(await importOne(to, file, flags.has('json'), { ...context, signal }))
      return together(ends)
    })
  },
}

/** All the same, or in part. */
const together = (ends: readonly ExitCode[]): ExitCode =>
  ends.every((end) => end === ends[0]) ? (ends[0] ?? exit.ok) : exit.partly

async function importOne(to: Recording, file: string, json: boolean, context: Context): Promise<ExitCode> {
  const { progress, signal, output, say } = context
  const report = (done: number, total = 0): void => progress.show(`${percent(done, total)} of ${terminalText(file)}`)
  try {
    const account = await importFile(to, file, { signal, report })
    progress.clear()
    await output.lines(json ? [jsonLine(accountJson(file, account))] : accountLines(file, account))
    return account.skipped.some(({ reason }) => reason === skipReasons.unreadable) ? exit.partly : exit.ok
  } catch (error) {
    progress.clear()
    if (signal.aborted) say(`honeynet: ${terminalText(file)}: stopped; what was stored stays, import it again to go on`)
    if (signal.aborted || !isFault(error)) throw error
    say(`honeynet: ${terminalText(file)}: ${terminalText(error.message)}`)
    return exit.file
  }
}

const percent = (done: number, total: number): string => `${Math.floor((done * 100) / Math.max(1, total))} %`

/** Of the file: none there, no leave to read it, or no capture. */
const isFault = (error: unknown): error is Error =>
  error instanceof RpcError ? error.code === 'bad-request' : error instanceof Error && /^E[A-Z]+$/.test(codeOf(error))

const accountJson = (
  file: string,
  { format, hash, sensor, read, carrying, stored, known, skipped }: ImportAccount,
) => ({
  ...{ file, format, hash, sensor: sensor ? { id: sensor.id, name: sensor.name } : null },
  ...{ read, carrying, stored, known },
  skipped: skipped.map(({ reason, count, first }) => ({ reason, count, first })),
})

const accountLines = (file: string, account: ImportAccount): readonly string[] => [
  `${terminalText(file)}: ${outcomeOf(account)}`,
  ...account.skipped.map(
    ({ reason, count, first }) => `  ${count.toLocaleString('en-US')} ${reason} (first: ${first})`,
  ),
]
