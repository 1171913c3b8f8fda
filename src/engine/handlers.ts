import type { ConsoleCallHandlers, ConsoleStreamHandlers } from '../contract/console/index.ts'
import { analysisHandlers } from './analysis/handlers.ts'
import { appHandlers } from './app/handlers.ts'
import { blacklistHandlers } from './blacklist/handlers.ts'
import { campaignHandlers } from './campaigns/handlers.ts'
import type { Changes } from './changes.ts'
import type { ConsoleState } from './console-state.ts'
import { dialogHandlers } from './dialogs/handlers.ts'
import { liveHandlers } from './live/handlers.ts'
import { reportHandlers } from './reports/handlers.ts'
import { searchHandlers } from './search/handlers.ts'
import { sensorHandlers } from './sensors/handlers.ts'
import { sourceHandlers } from './sources/handlers.ts'
import type { Tail } from './tail.ts'
import { whitelistHandlers } from './whitelist/handlers.ts'
import type { Workspace } from './workspace.ts'

/**
 * Every call the engine answers, and who answers it: a domain folder exports `xxxHandlers(workspace)`, typed
 * `Pick<ConsoleCallHandlers, …>`, and gets one line here. The compiler names whatever call nobody answers.
 */
export const callHandlers = (state: ConsoleState, workspace: Workspace): ConsoleCallHandlers => ({
  ...appHandlers(state, workspace),
  ...sourceHandlers(workspace),
  ...sensorHandlers(workspace),
  ...searchHandlers(workspace),
  ...liveHandlers(workspace),
  ...dialogHandlers(workspace),
  ...blacklistHandlers(workspace),
  ...whitelistHandlers(workspace),
  ...campaignHandlers(workspace),
  ...reportHandlers(workspace),
  ...analysisHandlers(workspace),
})

export const streamHandlers = (changes: Changes, tail: Tail): ConsoleStreamHandlers => ({
  changes: (_params, { signal }) => changes.stream(signal),
  'live.tail': ({ directions }, { signal }) => tail.stream(directions, signal),
})
