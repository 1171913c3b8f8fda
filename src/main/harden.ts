import type { Session, WebContents } from 'electron'
import { desktopOrigin } from '../contract/console/desktop.ts'
import { openLink } from './external.ts'

/** Copying an address is the one thing of the system that the page may do. */
const granted = new Set(['clipboard-sanitized-write'])

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_page, permission, answer) => answer(granted.has(permission)))
  session.setPermissionCheckHandler((_page, permission) => granted.has(permission))
  session.setDevicePermissionHandler(() => false)
}

/** The page stays the page: no other address, no window, no embedded browser. */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (isOurs(event.url)) return
    event.preventDefault()
    openLink(event.url)
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

export const isOurs = (url: string): boolean => url.startsWith(`${desktopOrigin}/`)
