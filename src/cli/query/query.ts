import type { DialogMessage } from '../../contract/console/dialogs.ts'
import { exploreTabs, type ExploreTab, type FoundRows } from '../../contract/console/explore.ts'
import { lookedText } from '../../engine/exports/looked.ts'
import { messagesOf } from '../../engine/exports/read-rows.ts'
import { jsonLine } from '../../engine/terminal-text.ts'
import { echoOf } from '../../filter/echo/echo.ts'
import { oneOf, usage, type Given } from '../arguments.ts'
import type { Command, Context } from '../command.ts'
import { exit, type ExitCode } from '../exit.ts'
import { Table } from '../output/table.ts'
import { whileReading, type Ask, type Asking } from '../reading.ts'
import { columnsIn } from './columns.ts'
import { countRows, pagesOf, type Listing } from './pages.ts'
import { needsBytes, questionHelp, questionOptions, readLimit, readQuestion, type Question } from './question.ts'
import { bytesJson, rowJson } from './rows.ts'

/** The usual tab first. */
const tabs = ['messages', ...exploreTabs.filter((tab) => tab !== 'messages')] as const

/** By what each tab can be sorted; the usual way first. */
const sorts: Readonly<Record<ExploreTab, readonly string[]>> = {
  messages: ['time'],
  dialogs: ['time'],
  sources: ['matching', 'messages', 'lastSeen', 'verdict'],
  numbers: ['matching', 'sources', 'lastSeen'],
  fingerprints: ['matching', 'sources'],
}

export const query: Command = {
  summary: 'list or count what matches a filter',
  help: `Usage: honeynet query FILTER [OPTION]…

Lists what matches, as a table or as JSON lines. Exit code 1: nothing matches.

${questionHelp}
  --tab TAB        messages (default), dialogs, sources, numbers or fingerprints
  --sort KEY       messages, dialogs: time; sources: matching, messages, lastSeen, verdict; numbers: matching, sources,
                   lastSeen; fingerprints: matching, sources. Greatest first; KEY:asc the other way round
  --limit N|all    rows (default: all with --json, 100 in a table)
  --json           JSON lines; times in UTC
  --raw            messages with their bytes, in base64; with --json
  --count          only how many there are`,
  options: {
    ...questionOptions,
    tab: { type: 'string' },
    sort: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
    raw: { type: 'boolean' },
    count: { type: 'boolean' },
  },
  run: async (given, context) => {
    const question = readQuestion(given, context)
    if (needsBytes(question.filter)) throw usage('a part of this filter looks into bytes: use honeynet hunt')
    const tab = oneOf('tab', given.texts['tab'], tabs)
    const json = given.flags.has('json')
    if (given.flags.has('raw') && (!json || tab !== 'messages')) throw usage('--raw goes with --json and messages')
    const listing = { query: question.query, sort: readSort(given, tab), limit: readLimit(given, json) }
    return whileReading(context, (ask, asking) => {
      if (given.flags.has('count')) return printCount(ask, tab, question, json, context)
      const bytes = given.flags.has('raw') ? { asking, signal: context.signal } : undefined
      return print(ask, tab, listing, { json, bytes }, question, context)
    })
  },
}

function readSort({ texts: { sort } }: Given, tab: ExploreTab): Listing['sort'] {
  if (sort === undefined) return undefined
  const [key = '', order = 'desc'] = sort.split(':')
  const by = oneOf('sort', key, sorts[tab])
  return { by, descending: oneOf('sort', order, ['desc', 'asc']) === 'desc' }
}

async function printCount(
  ask: Ask,
  tab: ExploreTab,
  { query: asked }: Question,
  json: boolean,
  context: Context,
): Promise<ExitCode> {
  const { count, complete } = await counted(ask, tab, asked, context)
  context.progress.clear()
  await context.output.lines([json ? jsonLine({ tab, count, complete }) : String(count)])
  if (!complete) context.say('honeynet: this is not all: only a part of the matches was looked at')
  return complete ? (count > 0 ? exit.ok : exit.nothing) : exit.partly
}

/** Messages, sources and often dialogs are counted without being listed. */
async function counted(
  ask: Ask,
  tab: ExploreTab,
  asked: Question['query'],
  context: Context,
): Promise<{ readonly count: number; readonly complete: boolean }> {
  if (tab === 'numbers' || tab === 'fingerprints') return countRows(ask, tab, asked, context)
  const checked = await ask('explore.check', { query: asked })
  const count = checked.ok ? checked.hits[tab] : undefined
  if (!checked.ok || count === undefined) return countRows(ask, tab, asked, context)
  return { count, complete: checked.hits.complete }
}

interface Bytes {
  readonly asking: Asking
  readonly signal: AbortSignal
}

interface Form {
  readonly json: boolean
  /** Where messages' bytes are read, when they are wanted. */
  readonly bytes: Bytes | undefined
}

async function print<Tab extends ExploreTab>(
  ask: Ask,
  tab: Tab,
  listing: Listing,
  form: Form,
  { filter }: Question,
  context: Context,
): Promise<ExitCode> {
  const { output, progress, watched, say, now } = context
  const { zone } = listing.query
  const table = new Table<FoundRows[Tab]>(columnsIn(zone)[tab], output.columns)
  if (watched && !form.json) say(echoOf(filter, { now: now(), zone }))
  let shown = 0
  let [more, newest]: [boolean, number | undefined] = [false, undefined]
  for await (const page of pagesOf(ask, tab, listing)) {
    progress.clear()
    const lines = form.json ? await jsonLines(tab, page.rows, form.bytes) : table.lines(page.rows)
    if (page.rows.length > 0) await output.lines(lines)
    shown += page.rows.length
    ;({ more, newest } = { newest: undefined, ...page })
    progress.show(`${shown.toLocaleString('en-US')} ${tab} so far`)
  }
  progress.clear()
  if (more && !form.json) say(`The first ${shown.toLocaleString('en-US')} ${tab}; --limit all lists all.`)
  if (newest === undefined) return shown > 0 ? exit.ok : exit.nothing
  say(`honeynet: ${lookedText(tab, newest)}: narrow the range`)
  return exit.partly
}

async function jsonLines<Tab extends ExploreTab>(
  tab: Tab,
  rows: readonly FoundRows[Tab][],
  bytes: Bytes | undefined,
): Promise<readonly string[]> {
  if (!bytes) return rows.map((row) => jsonLine(rowJson[tab](row)))
  const ids = (rows as readonly FoundRows['messages'][]).map(({ id }) => id)
  const found = new Map<number, DialogMessage>()
  for await (const some of messagesOf(bytes.asking, ids, bytes.signal))
    for (const message of some) found.set(message.id, message)
  return rows.map((row, at) => jsonLine({ ...rowJson[tab](row), ...bytesJson(found.get(ids[at] ?? 0)) }))
}
