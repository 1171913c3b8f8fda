import { EventEmitter } from 'node:events'

/** Emits `(event, ...args)` per channel, as Electron's does. */
export const ipcMain = new EventEmitter()
