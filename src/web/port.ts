import type { WebSocket } from 'ws'
import { decodeJson, encodeJson } from '../contract/rpc/json.ts'
import type { Port } from '../contract/rpc/port.ts'

/** RFC 6455 §7.4.1: data inconsistent with the type of the message. */
const inconsistentData = 1007

/** A page's WebSocket as a port: one JSON text per message. */
export function socketPort(socket: WebSocket): Port {
  // Nothing is read before somebody listens: TCP keeps it for us, and makes the page wait.
  socket.pause()
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(encodeJson(message))
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer, isBinary) => {
        const message = isBinary ? undefined : decoded(data)
        if (message === undefined) socket.close(inconsistentData, 'not a message of this protocol')
        else listener(message)
      })
      socket.resume()
    },
    onClose: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  }
}

/** Undefined for whatever does not decode: what is nested too deep is a RangeError, and would end the host. */
function decoded(data: Buffer): unknown {
  try {
    return decodeJson(data.toString('utf8'))
  } catch {
    return undefined
  }
}
