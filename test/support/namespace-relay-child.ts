import { execFileSync } from 'node:child_process'
import { connect, createServer } from 'node:net'

/**
 * `node namespace-relay-child.ts SOCKET PORT`, inside a network namespace of its own: brings its loopback up and hands
 * what comes to 127.0.0.1:PORT out through a Unix socket, the one thing that reaches across.
 */
const [, , socketPath = '', port = ''] = process.argv
execFileSync('ip', ['link', 'set', 'lo', 'up'])
createServer((inner) => {
  const outer = connect(socketPath)
  inner.pipe(outer).pipe(inner)
  inner.on('error', () => outer.destroy())
  outer.on('error', () => inner.destroy())
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))
