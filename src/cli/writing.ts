import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OpeningStep } from '../contract/console/opening.ts'
import { createChanges } from '../engine/changes.ts'
import { openGeo } from '../engine/geo/geo.ts'
import type { Recording } from '../engine/imports/recorder.ts'
import { createIngest } from '../engine/ingest/ingest.ts'
import { prepareInThread } from '../engine/opening/prepare.ts'
import { stepWords } from '../engine/opening/words.ts'
import { judgeAllDue } from '../engine/sources/verdicts.ts'
import { openStore, type Store } from '../engine/store/open.ts'
import type { Prepared } from '../engine/store/parts.ts'
import { needsPreparing } from '../engine/store/prepare.ts'
import { createTail } from '../engine/tail.ts'
import type { Context } from './command.ts'
import { exit, Failure } from './exit.ts'

const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'

/** @param signal aborts too when the disk takes nothing any more; a console would wait for it. */
type Work<Result> = (to: Recording, signal: AbortSignal) => Promise<Result>

/**
 * Opens a data folder as a console does, which holds it alone, and closes it behind `work`. Nothing else of a console
 * runs: no sensor is listened to. What was stored is judged before the end.
 * @throws StoreError when another console uses it, among others; Failure `folder` when it cannot be written.
 */
export async function whileWriting<Result>(context: Context, work: Work<Result>): Promise<Result> {
  const broken = new AbortController()
  const onHealth = (error: string | undefined): void => (error === undefined ? undefined : broken.abort(error))
  const store = openStore({ directory: context.data, onHealth, prepared: await prepared(context) })
  try {
    if (store.health.error !== undefined) throw cannotStore(store.health.error)
    const signal = AbortSignal.any([context.signal, broken.signal])
    const result = await recording(store, context.now, (to) => work(to, signal))
    context.progress.show('judging what sources did')
    await judgeAllDue(store, signal)
    return result
  } catch (error) {
    throw broken.signal.aborted ? cannotStore(String(broken.signal.reason)) : error
  } finally {
    store.close()
  }
}

/** What takes long about opening, in a thread, so that an interrupt is heard; that may come at any point. */
async function prepared({ data, progress, signal, endAtOnce }: Context): Promise<Prepared | undefined> {
  if (!needsPreparing(data)) return undefined
  const file = join(import.meta.dirname, '..', 'engine', 'opening', 'worker.ts')
  const onStep = (step: OpeningStep): void => progress.show(stepWords(step))
  const preparing = prepareInThread({ file, directory: data, onStep, signal })
  return preparing.result.catch((error: unknown) => {
    if (preparing.atWork && signal.aborted) {
      endAtOnce()
      process.kill(process.pid, 'SIGINT')
    }
    throw error
  })
}

async function recording<Result>(
  store: Store,
  now: () => number,
  work: (to: Recording) => Promise<Result>,
): Promise<Result> {
  const changes = createChanges()
  const geo = openGeo(fileURLToPath(import.meta.resolve(countries)))
  const ingest = createIngest({ store, geo, changes, tail: createTail(), now })
  try {
    return await work({ store, ingest, changes })
  } finally {
    await ingest.close()
  }
}

const cannotStore = (why: string): Failure => new Failure(exit.folder, `nothing more can be stored: ${why}`)
