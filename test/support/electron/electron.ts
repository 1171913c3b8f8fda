import { tell } from './link.ts'

/** The part of the `electron` module that the shell uses; see register.ts for what it proves and what it does not. */
export { app } from './app.ts'
export { ipcMain } from './ipc.ts'
export { safeStorage } from './keystore.ts'
export { MessageChannelMain } from './ports.ts'
export { protocol, session } from './session.ts'
export { utilityProcess } from './utility.ts'
export { BrowserWindow } from './window.ts'

export const Menu = {
  buildFromTemplate: (template: readonly unknown[]): readonly unknown[] => template,
  setApplicationMenu: (): void => undefined,
}

export const dialog = {
  showErrorBox: (title: string, content: string): void => void process.stderr.write(`${title}: ${content}\n`),
}

export const shell = {
  openExternal: (url: string): Promise<void> => {
    tell({ kind: 'opened', url })
    return Promise.resolve()
  },
}
