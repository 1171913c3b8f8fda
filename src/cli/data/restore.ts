import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { restoreBackup } from '../../engine/store/restore.ts'
import { jsonLine, terminalText } from '../../engine/terminal-text.ts'
import { usage } from '../arguments.ts'
import type { Command } from '../command.ts'
import { exit, Failure } from '../exit.ts'
import { orNull } from '../output/json.ts'

export const restore: Command = {
  summary: 'put a backup in the place of what is stored',
  help: `Usage: honeynet restore FILE [--json]

Puts a backup into the data folder, after a quick look at the whole of it. What was there is moved into a folder beside
it, never deleted. No console may use the data folder. When it was interrupted, restore again.

  --json           one JSON line`,
  options: { json: { type: 'boolean' } },
  run: async ({ words: [file, ...more], flags }, { data, output, progress, endAtOnce }) => {
    if (file === undefined || more.length > 0) throw usage('one backup file is wanted')
    if (!existsSync(file)) throw new Failure(exit.file, `there is no file ${terminalText(file)}`)
    endAtOnce()
    const { events, before } = restoreBackup(resolve(file), data, (percent) =>
      progress.show(`copying the backup, ${percent} %`),
    )
    progress.clear()
    const aside = before === undefined ? '' : `; what was there before is in ${terminalText(before)}`
    const words = `${events.toLocaleString('en-US')} messages restored into ${terminalText(data)}${aside}`
    await output.lines([flags.has('json') ? jsonLine({ events, data, before: orNull(before) }) : words])
    return exit.ok
  },
}
