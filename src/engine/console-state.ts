import type { AppInfo } from '../contract/console/app.ts'

/** What concerns the console as a whole and not one workspace. */
export interface ConsoleState {
  readonly demo: AppInfo['demo']
  readonly demoError: string | undefined
  startDemo(): Promise<void>
  stopDemo(): Promise<void>
  /** Closes the workspace and opens it again, with whatever key lies there now. */
  reopen(): Promise<void>
}
