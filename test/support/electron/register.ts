import { registerHooks } from 'node:module'

/**
 * `node --import register.ts out/main/index.js` runs the unmodified built shell with a stand-in of the `electron`
 * module, where the runtime itself cannot be had.
 *
 * Real in it: main, preload and page as built; Chromium as the window; the preload in an isolated world of its own;
 * the engine in a process of its own, with a pid that can be killed; message ports that end up as real MessagePorts.
 *
 * Not proven by it, and left to a run on the real runtime: the operating system's sandbox, fuses, menus and dialogs,
 * permission and certificate decisions, the custom scheme's privileges (the page is served at `standInOrigin` through
 * request interception), structured cloning between processes (JSON with bytes here), the system's keystores, packaging.
 */
const url = new URL('electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url, shortCircuit: true } : next(specifier, context),
})
