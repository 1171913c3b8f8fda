import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { backupFolder, backupName } from '../../engine/data/backup-files.ts'
import { bytesText } from '../../engine/data/bytes.ts'
import { usualReserve } from '../../engine/data/room.ts'
import { jsonLine, terminalText } from '../../engine/terminal-text.ts'
import { noWords } from '../arguments.ts'
import { openToRead } from '../beside.ts'
import type { Command } from '../command.ts'
import { exit, Failure } from '../exit.ts'
import { orNull } from '../output/json.ts'
import { doTask } from './task.ts'

export const backup: Command = {
  summary: 'copy all that is stored into one file',
  help: `Usage: honeynet backup [--out FILE] [--json]

Copies the database as it is at one moment into one file; a console may store on meanwhile. The file is complete under
its name, or not there. Without --out it goes into the data folder's own backups, where the console lists it.

  --out FILE       a file that is not there yet
  --json           one JSON line`,
  options: { out: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, context) => {
    noWords(given)
    const target = targetOf(given.texts['out'], context.data, context.now())
    const store = await openToRead(context)
    try {
      const [folder, file] = [dirname(target), basename(target)]
      if (given.texts['out'] === undefined) mkdirSync(folder, { recursive: true, mode: 0o700 })
      const params = { path: store.path, folder, file, now: context.now(), reserve: usualReserve }
      const { bytes, events } = await doTask('backup', params, context, exit.file)
      const held = events === undefined ? 'of a damaged database' : `with ${events.toLocaleString('en-US')} messages`
      const words = `${terminalText(target)}: ${bytesText(bytes)} ${held}`
      const line = given.flags.has('json') ? jsonLine({ file: target, bytes, events: orNull(events) }) : words
      await context.output.lines([line])
      return events === undefined ? exit.damage : exit.ok
    } finally {
      store.close()
    }
  },
}

/** @throws Failure `file` when it cannot be made there. */
function targetOf(out: string | undefined, data: string, now: number): string {
  if (out === undefined) return join(backupFolder(data), backupName(now, false))
  const target = resolve(out)
  if (existsSync(target)) throw new Failure(exit.file, `${terminalText(out)} is there already`)
  if (!existsSync(dirname(target))) throw new Failure(exit.file, `there is no folder ${terminalText(dirname(target))}`)
  return target
}
