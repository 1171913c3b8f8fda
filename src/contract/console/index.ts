import { z } from 'zod'
import type { Client } from '../rpc/connect.ts'
import { returns, type CallHandlers, type StreamHandlers } from '../rpc/table.ts'
import { analysisCalls } from './analysis.ts'
import { appCalls } from './app.ts'
import { auditCalls } from './audit.ts'
import { banCalls } from './bans.ts'
import { campaignCalls } from './campaigns.ts'
import { dataCalls } from './data.ts'
import { dialogCalls } from './dialogs.ts'
import { exploreCalls } from './explore.ts'
import { huntCalls } from './hunts.ts'
import { exportCalls } from './exports.ts'
import { importCalls } from './imports.ts'
import { inboxCalls } from './inbox.ts'
import { jobCalls } from './jobs.ts'
import { labelCalls } from './labels.ts'
import { liveCalls, liveStreams } from './live.ts'
import { openingCalls, openingStreams } from './opening.ts'
import { peopleCalls } from './people.ts'
import { proposingCalls } from './proposing.ts'
import { reachCalls } from './reach.ts'
import { suggestionCalls } from './suggestions.ts'
import { reportCalls } from './reports.ts'
import { sensorCalls } from './sensors.ts'
import { sourceCalls } from './sources.ts'
import { tagCalls } from './tags.ts'
import { viewCalls } from './views.ts'
import { whitelistCalls } from './whitelist.ts'

/**
 * What the page may ask of the engine. Both ship together, so this table has no version. Names are `noun.verb`.
 * Never rows or SQL: each call answers one question an analyst has.
 */
export const calls = {
  ...openingCalls,
  ...appCalls,
  ...liveCalls,
  ...sourceCalls,
  ...dialogCalls,
  ...campaignCalls,
  ...suggestionCalls,
  ...inboxCalls,
  ...banCalls,
  ...proposingCalls,
  ...reachCalls,
  ...auditCalls,
  ...whitelistCalls,
  ...peopleCalls,
  ...sensorCalls,
  ...reportCalls,
  ...analysisCalls,
  ...jobCalls,
  ...dataCalls,
  ...exploreCalls,
  ...viewCalls,
  ...labelCalls,
  ...tagCalls,
  ...huntCalls,
  ...importCalls,
  ...exportCalls,
}

/** What has changed, so that a view re-reads its page. `workspace`: everything. */
export const topics = [
  'workspace',
  'app',
  'events',
  'sensors',
  'bans',
  'feed',
  'whitelist',
  'people',
  'campaigns',
  'analysis',
  'jobs',
  'data',
  'views',
  'labels',
  'hunts',
  'inbox',
] as const
export type Topic = (typeof topics)[number]

export const streams = {
  ...openingStreams,
  ...liveStreams,
  /** Topics that changed since the last item, coalesced to a few items a second. */
  changes: returns<readonly Topic[]>()(z.object({})),
}

export const consoleContract = { calls, streams }

export type ConsoleCalls = typeof calls
export type ConsoleStreams = typeof streams
export type ConsoleClient = Client<ConsoleCalls, ConsoleStreams>
export type ConsoleCallHandlers = CallHandlers<ConsoleCalls>
export type ConsoleStreamHandlers = StreamHandlers<ConsoleStreams>
