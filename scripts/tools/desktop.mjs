import { electronRuntime } from './electron.mjs'

export function hasDesktop() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** @returns `{ file }`, Electron's binary, or `{ why }` no window can be opened here. */
export async function desktop() {
  if (!hasDesktop()) return { why: 'there is no display' }
  // Chromium's sandbox does not work for root, and the console never runs without it.
  if (process.platform === 'linux' && process.getuid() === 0) return { why: 'Electron must not run as root' }
  const { file, why } = await electronRuntime()
  return file ? { file } : { why: `the Electron runtime cannot be had: ${why}` }
}
