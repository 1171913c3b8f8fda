import { app, BrowserWindow, dialog, safeStorage, session } from 'electron'
import { join } from 'node:path'
import pino from 'pino'
import { keepEngine, type EngineProcess } from './engine-process.ts'
import { hardenSession } from './harden.ts'
import { brokerPorts } from './ipc.ts'
import { answerFromKeystore } from './keystore.ts'
import { installMenu } from './menu.ts'
import { parseOptions } from './options.ts'
import { places, type Places } from './places.ts'
import { registerScheme, serveScheme } from './scheme.ts'
import { openWindow } from './window.ts'

/** The desktop shell: opens the window, starts the engine beside it, joins the two and steps aside. */
const log = pino({ name: 'shell' }, pino.destination(2))
const options = parseOptions(process.argv.slice(1))

// Before anything else, because Electron's lock against a second instance lies in this folder: one window per data.
if (options.data !== undefined) app.setPath('userData', join(options.data, 'window'))
registerScheme()
if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()

function start(): void {
  const parts = places()
  hardenSession(session.defaultSession)
  serveScheme(session.defaultSession, parts.page, log)
  installMenu()
  const engine = startEngine(parts)
  brokerPorts((port) => engine.connect(port))
  openWindow(parts)
  app.on('second-instance', () => showWindow(parts))
  app.on('activate', () => showWindow(parts))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  quitAfter(engine)
}

function startEngine(parts: Places): EngineProcess {
  return keepEngine({
    file: parts.program('engine'),
    start: {
      dataDirectory: options.data ?? join(app.getPath('userData'), 'data'),
      resources: parts.resources,
      geoCountry: parts.geoCountry,
      geoSystems: parts.geoSystems,
      programs: { feed: parts.program('feed'), sensor: parts.program('sensor'), demo: parts.program('demo') },
      threads: {
        reader: parts.program('reader'),
        data: parts.program('data'),
        follower: parts.program('follower'),
        hunter: parts.program('hunter'),
        preparer: parts.program('preparer'),
        opener: parts.program('opener'),
      },
      version: app.getVersion(),
      demo: options.demo,
    },
    log,
    onQuit: () => app.quit(),
    keystore: (question) => answerFromKeystore(safeStorage, question),
    onUnable: (lastWords) => dialog.showErrorBox('The engine does not start', lastWords),
  })
}

function showWindow(parts: Places): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) return void openWindow(parts)
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Quitting waits for the engine, which closes its files first. */
function quitAfter(engine: EngineProcess): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void engine.stop().then(() => {
      closed = true
      app.quit()
    })
  })
}
