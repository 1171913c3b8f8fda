import { BrowserWindow } from 'electron'
import { desktopOrigin } from '../contract/console/desktop.ts'
import { hardenContents } from './harden.ts'
import type { Places } from './places.ts'

/** Milliseconds before a page whose process died is loaded again. */
const reloadAfter = 1_000

export function openWindow({ preload, icon }: Places): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    icon,
    // The dark theme's ground, so that opening does not flash.
    backgroundColor: '#0b0e14',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      // Its dictionaries come from the network, and what is typed here stays here.
      spellcheck: false,
    },
  })
  hardenContents(window.webContents)
  window.once('ready-to-show', () => window.show())
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    setTimeout(() => window.isDestroyed() || window.webContents.reload(), reloadAfter)
  })
  void window.loadURL(`${desktopOrigin}/`)
  return window
}
