// Runs in the isolated world of a page, before the built preload: gives it `require` and `process`, and relays ports
// between the stand-in's main process and the page. `sendToMain` is a binding that only this world has.
export function preloadWorld(channel, platform) {
  const send = (message) => globalThis.sendToMain(JSON.stringify(message, withBytes))
  const withBytes = (_key, value) => (value instanceof Uint8Array ? { $bytes: [...value] } : value)
  const bytesBack = (_key, value) => (Array.isArray(value?.$bytes) ? new Uint8Array(value.$bytes) : value)
  const listeners = new Map()
  const ports = new Map()

  const openPort = (number) => {
    const { port1, port2 } = new MessageChannel()
    ports.set(number, port1)
    port1.onmessage = ({ data }) => send({ kind: 'said', port: number, data })
    port1.addEventListener('close', () => {
      if (ports.delete(number)) send({ kind: 'closed', port: number })
    })
    return port2
  }

  globalThis.receiveFromMain = (text) => {
    const message = JSON.parse(text, bytesBack)
    const port = ports.get(message.port)
    if (message.kind === 'said') return port?.postMessage(message.data)
    if (message.kind === 'closed') return ports.delete(message.port) && port?.close()
    const event = { ports: message.ports.map(openPort) }
    for (const listener of listeners.get(message.channel) ?? []) listener(event, message.data)
  }

  // Functions cross as events under a name that the page's own code never sees; ours take and return nothing.
  const exposeInMainWorld = (name, api) => {
    const functions = Object.keys(api).filter((key) => typeof api[key] === 'function')
    for (const key of functions) {
      if (api[key].length > 0) throw new Error(`${key}: the stand-in's bridge passes no arguments`)
      addEventListener(`${channel}${key}`, () => api[key]())
    }
    const values = Object.fromEntries(Object.entries(api).filter(([key]) => !functions.includes(key)))
    dispatchEvent(new CustomEvent(channel, { detail: JSON.stringify({ name, functions, values }) }))
  }

  const ipcRenderer = {
    send: (name, ...args) => send({ kind: 'ipc', channel: name, args }),
    on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
  }
  globalThis.process = Object.freeze({ platform })
  globalThis.require = (name) => {
    if (name === 'electron') return { ipcRenderer, contextBridge: { exposeInMainWorld } }
    throw new Error(`a sandboxed preload cannot require ${name}`)
  }
}
