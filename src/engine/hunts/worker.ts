import '../store/thread/loaded.ts'
import { constants, setPriority } from 'node:os'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { openSystems, type Systems } from '../geo/systems/systems.ts'
import { idsOfSpan } from '../store/query/events.ts'
import { QueryCancelled } from '../store/query/run.ts'
import { openReadOnly, type ReadOnly } from '../store/read-only.ts'
import { searchIds } from './blocks.ts'
import { candidateSearch, type CandidateSearch } from './candidates.ts'
import type { FromHunter, Hunted, HunterStart, Piece, Planned, Searched, ToHunter } from './messages.ts'
import { prepare, type Prepared } from './prepare.ts'

/** Entry of a hunter's thread: searches one piece after the other on a connection of its own. */
if (!parentPort) throw new Error('this file is started by the engine, as a thread')
const port: MessagePort = parentPort
const givenUp = new Int32Array((workerData as HunterStart).givenUp)
let store: ReadOnly | undefined
let systems: Systems | undefined
const send = (message: FromHunter): void => port.postMessage(message)

// On Linux this is the priority of the calling thread alone: messages that arrive go first.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW)

port.on('message', (message: ToHunter) => {
  if (message.kind === 'open') {
    store = openReadOnly(message.path)
    systems = openSystems(message.systemsAt)
    send({ kind: 'ready' })
  } else if (message.kind === 'close') {
    store?.close()
    port.close()
  } else send(carryOut(message))
})

type Task = Extract<ToHunter, { kind: 'plan' | 'search' }>

function carryOut(message: Task): FromHunter {
  const { task, hunted } = message
  const signal = signalOf(hunted.hunt)
  try {
    if (isOver(signal)) return { kind: 'left', task }
    const answer: FromHunter =
      message.kind === 'plan'
        ? { kind: 'planned', task, planned: plannedOf(preparedOf(hunted)) }
        : { kind: 'searched', task, searched: search(preparedOf(hunted), message.piece) }
    return isOver(signal) ? { kind: 'left', task } : answer
  } catch (error) {
    if (error instanceof QueryCancelled) return { kind: 'left', task }
    return { kind: 'failed', task, message: error instanceof Error ? error.message : String(error) }
  }
}

/** A function, because it may change between two looks, and the compiler would take the first one's word for it. */
const isOver = (signal: { readonly aborted: boolean }): boolean => signal.aborted

/** Asks the engine's memory, so that a busy thread need not listen. */
const signalOf = (hunt: number): { readonly aborted: boolean } => ({
  get aborted() {
    for (let place = 0; place < givenUp.length; place += 1) if (Atomics.load(givenUp, place) === hunt) return true
    return false
  },
})

interface Known extends Prepared {
  readonly signal: { readonly aborted: boolean }
  readonly candidates: CandidateSearch
}

/** The hunts that are carried out; more than run at once. */
const known = new Map<number, Known>()
const mostKnown = 4

function preparedOf(hunted: Hunted): Known {
  const before = known.get(hunted.hunt)
  if (before) return before
  if (!store || !systems) throw new Error('called before it was opened')
  const signal = signalOf(hunted.hunt)
  const prepared = prepare({ reader: store.reader, systems }, hunted, () => signal.aborted)
  const fresh = { ...prepared, signal, candidates: candidateSearch(prepared) }
  known.set(hunted.hunt, fresh)
  for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest)
  return fresh
}

/** Candidates are looked up one by one when there are few, or few among so many. */
const few = 2_000
const fewAmong = 64

function plannedOf({ run, plan, words }: Known): Planned {
  const read = words.flatMap(({ text, field }) => (field === undefined ? [] : [[text, field] as const]))
  const ids = plan.span && idsOfSpan(run, plan.span)
  if (!ids) return { candidates: 0, complete: true, words: read }
  const { messages, complete } = plan.count()
  const sparse = complete && (messages <= few || messages * fewAmong < ids.last - ids.first)
  return { candidates: messages, complete, words: read, ...(sparse ? {} : { ids }) }
}

const search = (prepared: Known, piece: Piece): Searched =>
  piece.kind === 'ids'
    ? searchIds(prepared, piece, prepared.signal)
    : prepared.candidates.next(piece.after, prepared.signal)
