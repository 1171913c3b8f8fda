/** Chromium knows no `app:` scheme; the page lives at an origin that no network can answer, and is called ours. */
export const standInOrigin = 'https://console.invalid'
const desktopOrigin = 'app://console'

export const toStandIn = (url: string): string => url.replace(desktopOrigin, standInOrigin)
export const fromStandIn = (url: string): string => url.replace(standInOrigin, desktopOrigin)
