import { contextBridge, ipcRenderer } from 'electron'
import { portChannel, portMessage, type DesktopBridge } from '../contract/console/desktop.ts'

/** All of the DOM that is needed here; its whole library would leak into every Node program's types. */
declare const window: { postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void }

/** The page's side of the shell: it may ask for a port to the engine, and nothing else. */
const bridge: DesktopBridge = {
  platform: process.platform,
  requestPort: () => ipcRenderer.send(portChannel),
}

contextBridge.exposeInMainWorld('honeynetDesktop', bridge)

// A port cannot cross the context bridge; a window message carries it into the page's own world. The target may be
// any origin because only this window gets it, and the shell lets no other page into it.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portMessage, '*', event.ports)
})
