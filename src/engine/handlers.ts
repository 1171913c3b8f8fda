import { appCalls } from '../contract/console/app.ts'
import { banCalls } from '../contract/console/bans.ts'
import { streams, type ConsoleStreamHandlers } from '../contract/console/index.ts'
import type { CallHandlers } from '../contract/rpc/table.ts'
import { appHandlers } from './app/handlers.ts'
import { blacklistHandlers } from './blacklist/handlers.ts'
import type { Changes } from './changes.ts'
import type { ConsoleState } from './console-state.ts'
import type { Tail } from './tail.ts'
import type { Workspace } from './workspace.ts'

/**
 * Every call the engine answers, and who answers it: a domain folder exports `xxxHandlers(workspace)`, typed
 * `Pick<ConsoleCallHandlers, …>`, and gets one line in each of these two lists.
 */
const calls = {
  ...appCalls,
  ...banCalls,
}
export const servedContract = { calls, streams }
export type ServedCallHandlers = CallHandlers<typeof calls>

export const callHandlers = (state: ConsoleState, workspace: Workspace): ServedCallHandlers => ({
  ...appHandlers(state, workspace),
  ...blacklistHandlers(workspace),
})

export const streamHandlers = (changes: Changes, tail: Tail): ConsoleStreamHandlers => ({
  changes: (_params, { signal }) => changes.stream(signal),
  'live.tail': ({ directions }, { signal }) => tail.stream(directions, signal),
})
