import { afterEach } from 'vitest'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import type { EngineOptions } from '../../../src/engine/options.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../support/engine.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { seed } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

export const day = 86_400_000
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})
export const atEnd = (stop: () => unknown): number => stops.push(stop)

/** A data folder with messages of ten days, until today. @param each how many of each day. */
export function filledFolder(each = 300): string {
  const [directory, remove] = temporaryDirectory()
  atEnd(remove)
  fill(directory, each)
  return directory
}

export function fill(directory: string, each: number): void {
  const ages = [10, 8, 6, 4, 2, 0]
  seed(
    directory,
    ages.flatMap((ago) => takeTraffic(each, 3 + ago, (Date.now() - ago * day - 3_600_000) * 1000)),
  )
}

export interface Opened {
  readonly engine: Engine
  readonly client: ConsoleClient
  /** Resolves when the job has ended. */
  readonly ended: (begun: { readonly job: number }) => Promise<Job>
}

export async function openFolder(directory: string, changes: Partial<EngineOptions> = {}): Promise<Opened> {
  const engine = await createEngine(engineOptions(directory, changes))
  atEnd(() => engine.close())
  const client = attachClient(engine)
  const ended = ({ job }: { readonly job: number }): Promise<Job> =>
    until('the job has ended', async () =>
      (await client.call('jobs.list', {})).find(({ id, state }) => id === job && state !== 'running'),
    )
  return { engine, client, ended }
}
