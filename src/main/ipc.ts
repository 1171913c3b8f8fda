import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { portChannel } from '../contract/console/desktop.ts'
import { isOurs } from './harden.ts'

/** The shell's one channel: gives the page a fresh port to the engine. What is said over it never passes through here. */
export function brokerPorts(toEngine: (port: MessagePortMain) => void): void {
  ipcMain.on(portChannel, ({ sender, senderFrame }) => {
    // Only our page's own frame: not a frame inside it, and not one that has navigated away meanwhile.
    if (senderFrame === null || senderFrame.parent !== null || !isOurs(senderFrame.url)) return
    joinWithEngine(sender, toEngine)
  })
}

function joinWithEngine(page: WebContents, toEngine: (port: MessagePortMain) => void): void {
  const { port1, port2 } = new MessageChannelMain()
  toEngine(port1)
  page.postMessage(portChannel, null, [port2])
}
