import type { ConsoleCallHandlers, ConsoleStreamHandlers } from '../contract/console/index.ts'
import type { OpeningCall } from '../contract/console/opening.ts'
import { analysisHandlers } from './analysis/handlers.ts'
import { appHandlers } from './app/handlers.ts'
import { auditHandlers } from './blacklist/ledger/audit-handlers.ts'
import { decideHandlers } from './blacklist/deciding/decide.ts'
import { extensionHandlers } from './blacklist/deciding/extension-handlers.ts'
import { blacklistHandlers } from './blacklist/handlers.ts'
import { proposingHandlers } from './blacklist/proposing/handlers.ts'
import { reachHandlers } from './blacklist/bans/reach.ts'
import { campaignHandlers } from './campaigns/handlers.ts'
import { suggestionHandlers } from './campaigns/suggestions.ts'
import type { Changes } from './changes.ts'
import type { ConsoleState } from './console-state.ts'
import { dataHandlers } from './data/handlers.ts'
import { exploreHandlers } from './explore/handlers.ts'
import { huntHandlers } from './hunts/handlers.ts'
import { exportHandlers } from './exports/handlers.ts'
import { inboxHandlers } from './inbox/handlers.ts'
import { importHandlers } from './imports/handlers.ts'
import { jobHandlers } from './jobs/handlers.ts'
import type { Opening } from './opening/opening.ts'
import type { ReadCall } from './read-handlers.ts'
import { peopleHandlers } from './people/handlers.ts'
import { sensorHandlers } from './sensors/handlers.ts'
import { sourceHandlers } from './sources/handlers.ts'
import type { Tail } from './tail.ts'
import { whitelistHandlers } from './whitelist/handlers.ts'
import type { Workspace } from './workspace.ts'

/** Calls about a workspace: all but those that are answered while there is none (engine.ts). */
export type WorkspaceCallHandlers = Omit<ConsoleCallHandlers, OpeningCall>

/** Calls that write or need what no table holds; the threads have the others. No call is answered in both places. */
export type OwnCallHandlers = Omit<WorkspaceCallHandlers, ReadCall> & { readonly [Name in ReadCall]?: never }

/**
 * Every call that the engine's own thread answers, and who answers it: a domain folder exports `xxxHandlers(workspace)`,
 * typed `Pick<ConsoleCallHandlers, …>`, and gets one line here. What only reads the store is in `read-handlers.ts`. The
 * compiler names whatever call nobody answers, and whatever both lists do.
 */
export const callHandlers = (state: ConsoleState, workspace: Workspace): OwnCallHandlers => ({
  ...appHandlers(state, workspace),
  ...sourceHandlers(workspace),
  ...sensorHandlers(workspace),
  ...blacklistHandlers(workspace),
  ...proposingHandlers(workspace),
  ...extensionHandlers(workspace),
  ...reachHandlers(workspace),
  ...auditHandlers(workspace),
  ...decideHandlers(workspace),
  ...whitelistHandlers(workspace),
  ...peopleHandlers(workspace),
  ...campaignHandlers(workspace),
  ...suggestionHandlers(workspace),
  ...inboxHandlers(workspace),
  ...analysisHandlers(workspace),
  ...jobHandlers(workspace),
  ...dataHandlers(workspace),
  ...exploreHandlers(workspace),
  ...huntHandlers(workspace),
  ...importHandlers(workspace),
  ...exportHandlers(workspace),
})

export const streamHandlers = (opening: Opening, changes: Changes, tail: Tail): ConsoleStreamHandlers => ({
  opening: (_params, { signal }) => opening.stream(signal),
  changes: (_params, { signal }) => changes.stream(signal),
  'live.tail': ({ directions }, { signal }) => tail.stream(directions, signal),
})
