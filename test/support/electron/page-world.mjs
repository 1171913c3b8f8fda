// Runs in the page's own world before its scripts: builds what the preload exposes, frozen as Electron does it.
export function pageWorld(channel) {
  addEventListener(channel, ({ detail }) => {
    const { name, functions, values } = JSON.parse(detail)
    const calls = functions.map((key) => [key, () => void dispatchEvent(new CustomEvent(`${channel}${key}`))])
    const value = Object.freeze({ ...values, ...Object.fromEntries(calls) })
    Object.defineProperty(window, name, { value, enumerable: true })
  })
}
