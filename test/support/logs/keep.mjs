// Put in front of every process of a test run (NODE_OPTIONS): keeps a copy of what each writes to stderr, which is where
// logs go, and of every secret that it makes. At the end of the run the one is looked for in the other (key-reporter.ts).
import crypto from 'node:crypto'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

const folder = process.env.HONEYNET_TEST_LOGS
if (folder !== undefined && fs.existsSync(folder)) keep(folder)

function keep(folder) {
  const { appendFileSync, write, writeSync } = fs
  const append = (kind, text) => {
    try {
      appendFileSync(join(folder, `${process.pid}-${threadId}.${kind}`), text)
    } catch {
      // The run is over: somebody ended last.
    }
  }
  // pino writes to the descriptor itself.
  fs.writeSync = (fd, data, ...rest) => {
    if (fd === 2) append('log', data)
    return writeSync(fd, data, ...rest)
  }
  fs.write = (fd, data, ...rest) => {
    if (fd === 2) append('log', data)
    return write(fd, data, ...rest)
  }
  const toStderr = process.stderr.write.bind(process.stderr)
  process.stderr.write = (data, ...rest) => {
    append('log', data)
    return toStderr(data, ...rest)
  }
  keepSecrets((text) => append('secret', `${text}\n`))
}

/** Subscribers' keys have 24 random bytes, tokens 24 or 32, spelled in one of these ways. */
function keepSecrets(keepOne) {
  const { randomBytes } = crypto
  crypto.randomBytes = (size, ...rest) => {
    const made = randomBytes(size, ...rest)
    if ((size === 24 || size === 32) && Buffer.isBuffer(made)) keepOne(made.toString('base64url'))
    if (size === 24 && Buffer.isBuffer(made)) keepOne(made.toString('hex'))
    return made
  }
  syncBuiltinESMExports()
}
