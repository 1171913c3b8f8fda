import type { DialogMessage } from '../../contract/console/dialogs.ts'
import { mostHits, type HuntHit } from '../../contract/console/hunts.ts'
import { excerptOf, findersIn } from '../../engine/hunts/excerpt.ts'
import { checkRegex } from '../../engine/hunts/regex/compile.ts'
import { messagesOf } from '../../engine/exports/read-rows.ts'
import { jsonLine } from '../../engine/terminal-text.ts'
import { usage } from '../arguments.ts'
import type { Command, Context } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'
import { Table, type Column } from '../output/table.ts'
import { columnsIn } from '../query/columns.ts'
import { needsBytes, questionHelp, questionOptions, readLimit, readQuestion, type Question } from '../query/question.ts'
import { bytesJson, messageJson } from '../query/rows.ts'
import { whileReading, type Asking } from '../reading.ts'
import { search, type Found } from './search.ts'

export const huntCommand: Command = {
  summary: 'search the bytes of messages',
  help: `Usage: honeynet hunt FILTER [OPTION]…

Searches the stored bytes for what a filter says of them: ~"regular expression", raw:"text", ruri:, sdp:, together with
any other condition. Hits are printed while it searches, newest stretches first; the console keeps none of them. Exit
code 1: nothing matches; 5: it stopped at ${mostHits.toLocaleString('en-US')} hits, or messages whose bytes are gone could not be searched.

${questionHelp}
  --limit N|all    hits (default: all with --json, 100 in a table)
  --json           JSON lines; times in UTC
  --raw            with the bytes of each message, in base64; with --json`,
  options: {
    ...questionOptions,
    limit: { type: 'string' },
    json: { type: 'boolean' },
    raw: { type: 'boolean' },
  },
  run: async (given, context) => {
    const question = readQuestion(given, context, checkRegex)
    if (!needsBytes(question.filter)) throw usage('nothing in this filter looks into bytes: use honeynet query')
    const [json, raw] = [given.flags.has('json'), given.flags.has('raw')]
    if (raw && !json) throw usage('--raw goes with --json')
    const limit = readLimit(given, json)
    return whileReading(context, (_ask, asking, store) =>
      print({ asking, store, question, limit, form: formOf(json, raw, question, context) }, context),
    )
  },
}

interface Hit extends HuntHit {
  readonly message: DialogMessage
}
type Form = (hits: readonly Hit[]) => readonly string[]

function formOf(json: boolean, raw: boolean, { query: { zone } }: Question, { output }: Context): Form {
  if (json) {
    const bytes = ({ message }: Hit): object => (raw ? bytesJson(message) : {})
    return (hits) => hits.map((hit) => jsonLine({ ...messageJson(hit), excerpt: hit.excerpt, ...bytes(hit) }))
  }
  const excerpt: Column<Hit> = { title: 'FOUND', text: (hit) => hit.excerpt.text }
  const table = new Table<Hit>([...columnsIn(zone).messages.slice(0, -1), excerpt], output.columns)
  return (hits) => (hits.length === 0 ? [] : table.lines(hits))
}

interface Wanted {
  readonly asking: Asking
  /** Path of the database. */
  readonly store: string
  readonly question: Question
  readonly limit: number
  readonly form: Form
}

async function print({ asking, store, question, limit, form }: Wanted, context: Context): Promise<ExitCode> {
  const { output, progress, signal, say, now } = context
  const finders = findersIn(question.filter)
  let shown = 0
  let counts: Found['counts'] | undefined
  const { range, ...query } = question.query
  const hunted = { ...query, ...(range && { range }), hunt: 1, now: now() }
  for await (const found of search(store, hunted, signal)) {
    counts = found.counts
    for await (const messages of messagesOf(asking, found.ids.slice(0, limit - shown), signal)) {
      progress.clear()
      await output.lines(
        form(messages.map((message) => ({ ...message, message, excerpt: excerptOf(message.raw, finders) }))),
      )
      shown += messages.length
    }
    if (shown >= limit) break
    const { searched, candidates } = found.counts
    progress.show(`${searched.toLocaleString('en-US')} of ${candidates.toLocaleString('en-US')} messages searched`)
  }
  progress.clear()
  if (shown >= limit) return exit.ok
  const { found = 0, unread = 0 } = counts ?? {}
  if (unread > 0)
    say(`honeynet: ${unread.toLocaleString('en-US')} messages could not be searched: their bytes are gone`)
  if (found >= mostHits)
    say(`honeynet: stopped at ${mostHits.toLocaleString('en-US')} hits; a shorter range finds the others`)
  return unread > 0 || found >= mostHits ? exit.partly : shown > 0 ? exit.ok : exit.nothing
}
