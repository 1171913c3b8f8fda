import '../../store/thread/loaded.ts'
import { constants, setPriority } from 'node:os'
import { parentPort, type MessagePort } from 'node:worker_threads'
import { openReadOnly, type ReadOnly } from '../../store/read-only.ts'
import { createFollower, type Follower } from './follower.ts'
import type { FromFollower, ToFollower } from './messages.ts'

/** Entry of the thread that looks for campaigns, on a connection of its own. */
if (!parentPort) throw new Error('this file is started by the engine, as a thread')
const port: MessagePort = parentPort
let store: ReadOnly | undefined
let follower: Follower | undefined

// On Linux this is the priority of the calling thread alone: messages that arrive go first.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW)

port.on('message', (message: ToFollower) => {
  if (message.kind === 'open') store = openReadOnly(message.path)
  else if (message.kind === 'close') {
    store?.close()
    port.close()
  } else port.postMessage(look(message.anew))
})

function look(anew: boolean): FromFollower {
  const began = performance.now()
  try {
    if (!store) throw new Error('asked before it was opened')
    follower ??= createFollower(store)
    const found = follower.look(anew)
    return { kind: 'looked', took: performance.now() - began, ...(found ? { found } : {}) }
  } catch (error) {
    // What it has taken in by now may be half of something: it begins anew.
    follower = undefined
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}
