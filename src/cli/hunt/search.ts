import { join } from 'node:path'
import { pino } from 'pino'
import { startCrew } from '../../engine/hunts/crew.ts'
import type { Hunted } from '../../engine/hunts/messages.ts'
import { runningHunt, type RunningHunt } from '../../engine/hunts/running.ts'
import { terminalText } from '../../engine/terminal-text.ts'
import { exit, Failure } from '../exit.ts'
import { root, systemsAt } from '../program.ts'

const worker = join(root, 'src', 'engine', 'hunts', 'worker.ts')
/** As in a console. */
const threads = 2

/** What was found since the last item, by the ids of messages, and how far the search is. */
export interface Found {
  readonly ids: readonly number[]
  readonly counts: RunningHunt['counts']
}

/**
 * Searches as the console's hunts do, with their threads, and keeps nothing of it. Newest stretches first.
 * @param store path of the database. @throws Failure `folder` with what the threads say.
 */
export async function* search(store: string, hunted: Hunted, signal: AbortSignal): AsyncGenerator<Found> {
  const hunt = runningHunt(hunted)
  let news = Promise.withResolvers<undefined>()
  let failure: string | undefined
  let given: readonly RunningHunt[] = [hunt]
  const tell = (): void => news.resolve(undefined)
  const crew = startCrew({
    ...{ file: worker, store, systemsAt: systemsAt(), log: pino({ level: 'silent' }), threads, hunts: () => given },
    onPlanned: tell,
    onProgress: tell,
    onFailure: (_hunt, why) => {
      failure ??= why
      tell()
    },
  })
  signal.addEventListener('abort', tell, { once: true })
  try {
    crew.dispatch()
    for (;;) {
      await news.promise
      news = Promise.withResolvers()
      signal.throwIfAborted()
      if (failure !== undefined) throw new Failure(exit.folder, terminalText(failure))
      const { over, counts } = hunt
      yield { ids: hunt.takeHits(), counts }
      if (over) return
    }
  } finally {
    given = []
    crew.giveUp(hunted.hunt)
    await crew.close()
  }
}
