import { isDamage, StoreError } from '../../engine/store/error.ts'
import type { Beside } from '../../engine/store/beside.ts'
import { jsonLine, terminalText } from '../../engine/terminal-text.ts'
import { noWords } from '../arguments.ts'
import { openToRead } from '../beside.ts'
import type { Command, Context } from '../command.ts'
import { exit } from '../exit.ts'
import { doTask } from './task.ts'

export const verify: Command = {
  summary: 'read all that is stored and count it anew',
  help: `Usage: honeynet verify [--json]

Reads every page of the database, unpacks every block of raw bytes, and holds every count against the messages. Writes
nothing, and a console may use the folder meanwhile. Exit code 4: something is wrong; the words say what.

  --json           one JSON line`,
  options: { json: { type: 'boolean' } },
  run: async (given, context) => {
    noWords(given)
    const store = await opened(context)
    if (typeof store === 'string') return print({ ok: false, words: store })
    try {
      return await print(await doTask('verify', { path: store.path }, context, exit.folder))
    } finally {
      store.close()
    }

    async function print({ ok, words }: { readonly ok: boolean; readonly words: string }) {
      const line = given.flags.has('json') ? jsonLine({ ok, words }) : terminalText(words)
      await context.output.lines([line])
      return ok ? exit.ok : exit.damage
    }
  },
}

/** @returns words when it is too damaged to be opened. @throws StoreError */
async function opened(context: Context): Promise<Beside | string> {
  try {
    return await openToRead(context)
  } catch (error) {
    if (error instanceof StoreError && isDamage(error.cause)) return terminalText(error.message)
    throw error
  }
}
