/** What Electron's preload gives the page as `window.honeynetDesktop`; absent in the browser host. */
export interface DesktopBridge {
  readonly platform: string
  /** Asks for a fresh port to the engine; it arrives as a window `message` event whose data is `portMessage`. */
  requestPort(): void
}

/** `event.data` of the window message that carries the port in `event.ports[0]`. */
export const portMessage = 'honeynet-port'

/** The shell's one IPC channel: the page's request goes up on it, the port comes down on it. */
export const portChannel = 'engine:port'

/** Origin of the page in the desktop host: a privileged scheme of its own, so that `'self'` means our files alone. */
export const desktopOrigin = 'app://console'

/** How the shell starts the engine's process (`src/engine/utility.ts`): as JSON in `process.argv[2]`. */
export interface EngineStart {
  readonly dataDirectory: string
  readonly resources: string
  readonly geoCountry: string
  readonly geoSystems: string
  readonly programs: { readonly feed: string; readonly sensor: string; readonly demo: string }
  readonly threads: {
    readonly reader: string
    readonly data: string
    readonly follower: string
    readonly hunter: string
    readonly preparer: string
    readonly opener: string
  }
  readonly version: string
  readonly demo: boolean
}

/**
 * What the shell then says over `process.parentPort`. `port`: serve the MessagePort that comes with it (`ports[0]`).
 * `close`: stop cleanly and exit with code 0.
 */
export type ShellMessage = { readonly kind: 'port' } | { readonly kind: 'close' } | KeystoreAnswer

/**
 * What the engine says to the shell. `quit`, once: the analyst wants the console to end, before anything could be shown.
 * `keystore`: the analyst's key is to be sealed or opened. No page can say either.
 */
export type EngineMessage = { readonly kind: 'quit' } | KeystoreQuestion

/** One of the two is there. Secrets go this way alone, never in arguments or the environment, which others can read. */
export interface KeystoreQuestion {
  readonly kind: 'keystore'
  readonly id: number
  /** Text to seal. */
  readonly seal?: string
  /** What was sealed, to have its text back. */
  readonly open?: Uint8Array
}

/** Of the question with that id: what was asked for, or why not, in words. */
export interface KeystoreAnswer {
  readonly kind: 'keystore'
  readonly id: number
  readonly sealed?: Uint8Array
  readonly opened?: string
  readonly error?: string
}
