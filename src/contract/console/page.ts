/** What both hosts promise about the page they serve, and how the page of the browser host reaches the engine. */

/** The page posts `{ token }` here once and gets a cookie; see `docs/hosts.md`. */
export const sessionPath = '/session'
export const rpcPath = '/rpc'
export const rpcProtocol = 'honeynet.console.v1'
export const violationPath = '/csp-report'

/**
 * No inline script or style, no eval, no other origin: text written by an attacker stays text even if a view slips.
 * `blob:` images and frames are report previews that the page made itself; they inherit this policy.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  `report-uri ${violationPath}`,
].join('; ')

/** Headers of every answer with content, in both hosts. */
export const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
} as const

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.map': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
} as const

/** Content type by the ending of a file of the built page; undefined for what a built page never holds. */
export function typeOfAsset(path: string): string | undefined {
  const ending = /\.[a-z0-9]+$/.exec(path)?.[0]
  return ending !== undefined && Object.hasOwn(types, ending) ? types[ending as keyof typeof types] : undefined
}

/**
 * The built file that a GET path means: itself, or the page for the views' own addresses (`/source/192.0.2.1`).
 * An asset is never answered with the page: one that is missing has to fail, not to be read as HTML.
 */
export function fileOfPath(path: string): string {
  return path.startsWith('/assets/') || typeOfAsset(path) !== undefined ? path : '/index.html'
}

/** Files under /assets/ carry a hash of their content in their name. */
export function cachingOf(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
