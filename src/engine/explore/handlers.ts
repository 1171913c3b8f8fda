import type { Workspace } from '../workspace.ts'
import { labelHandlers } from './labels.ts'
import { viewHandlers } from './views.ts'

/** What analysts keep beside what was seen: views, filters and labels. */
export const exploreHandlers = (workspace: Workspace) => ({ ...viewHandlers(workspace), ...labelHandlers(workspace) })
