/** Spelled otherwise than with a capital at each part (RFC 3261 §20). */
const spelled: ReadonlyMap<string, string> = new Map([
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['mime-version', 'MIME-Version'],
  ['min-se', 'Min-SE'],
  ['body', 'SDP'],
])

/** `Via.branch`, `Request-URI.user`, `From.URI.host` for a field's path. Holds the sender's names of parameters. */
export function titleOf(path: string): string {
  if (path === 'start' || path === 'body' || path === 'surplus') return wholes[path]
  if (path.startsWith('start.uri')) return `Request-URI${path.slice('start.uri'.length)}`
  if (path.startsWith('start.')) return capitals(path.slice('start.'.length))
  const [head = '', ...rest] = path.split('.')
  const [name = '', turn = ''] = head.split(/(?=\[\d+\]$)/)
  return [`${spelled.get(name) ?? capitals(name)}${turn}`, ...rest.map((part) => (part === 'uri' ? 'URI' : part))].join(
    '.',
  )
}

const wholes = { start: 'First line', body: 'Body', surplus: 'Surplus' } as const

const capitals = (name: string): string => name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())
