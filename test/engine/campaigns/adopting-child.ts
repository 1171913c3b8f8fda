import { pino } from 'pino'
import { createBlacklist } from '../../../src/engine/blacklist/blacklist.ts'
import { loadIdentity } from '../../../src/engine/blacklist/feed/load-identity.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { hasOwn } from '../../../src/engine/store/team/own.ts'
import { until } from '../../support/until.ts'

/**
 * Opens an older folder as a console does and follows a feed, until it has proposed all that is its own. Kills itself at
 * the n-th point: a statement of the upgrade, an answer of the feed that nobody has read yet, or a change that is stored.
 */
const [directory = '', url = '', token = '', at = ''] = process.argv.slice(2)
let seen = 0
const point = (): void => {
  seen += 1
  if (seen === Number(at)) process.kill(process.pid, 'SIGKILL')
}
const fetchNow = globalThis.fetch
globalThis.fetch = async (...asked) => {
  const answer = await fetchNow(...asked)
  point()
  return answer
}
const store = openStore({ directory, onStep: point })
const blacklist = createBlacklist({
  ...{ store, log: pino({ level: 'silent' }), now: Date.now, publish: point },
  identity: await loadIdentity(directory),
})
point()
blacklist.useFeed({ url, token })
await until('all is recorded', () => !hasOwn(store.writer) && blacklist.queue.waiting() === 0)
await blacklist.close()
store.close()
process.stdout.write(`${seen}\n`)
