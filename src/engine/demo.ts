import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AppInfo } from '../contract/console/app.ts'
import type { EngineOptions } from './options.ts'
import { startDemo, type DemoReady, type Program } from './programs.ts'

/** The demo honeynet's processes: at most one set of them, started and stopped with the demo workspace. */
export interface Demo {
  readonly state: AppInfo['demo']
  readonly error: string | undefined
  /** Resolves when it runs or could not start; the outcome is `state`. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** @param onReady hands over where the demo's feed and sensors can be reached. */
export function createDemo(options: EngineOptions, onReady: (ready: DemoReady) => void, onChange: () => void): Demo {
  let state: AppInfo['demo'] = 'off'
  let error: string | undefined
  let starting: Promise<Program<DemoReady> | undefined> = Promise.resolve(undefined)
  let run = 0

  const become = (next: AppInfo['demo'], why?: string): void => {
    state = next
    error = why
    onChange()
  }
  const launch = async (current: number): Promise<Program<DemoReady> | undefined> => {
    try {
      const directory = join(options.dataDirectory, 'demo', 'honeynet')
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      const program = await startDemo({ file: options.programs.demo, directory, log: options.log })
      if (current !== run) return program
      onReady(program.ready)
      become('running')
      void program.ended.then((why) => current === run && become('failed', `the demo honeynet ended: ${why}`))
      return program
    } catch (failure) {
      if (current === run) become('failed', failure instanceof Error ? failure.message : String(failure))
      return undefined
    }
  }
  return {
    get state() {
      return state
    },
    get error() {
      return error
    },
    start: async () => {
      if (state !== 'starting' && state !== 'running') {
        become('starting')
        starting = launch(++run)
      }
      await starting
    },
    stop: async () => {
      run += 1
      const program = await starting
      starting = Promise.resolve(undefined)
      await program?.stop()
      become('off')
    },
  }
}
