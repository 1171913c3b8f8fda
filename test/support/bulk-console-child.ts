import { setTimeout as sleep } from 'node:timers/promises'
import { createEngine } from '../../src/engine/engine.ts'
import { attachClient, engineOptions } from './engine.ts'
import { connected } from './triage.ts'

/**
 * A console in a process of its own that proposes many bans in one act, so that a test can kill it meanwhile:
 * `DIRECTORY COUNT`; it proposes nothing when COUNT is 0. Says on stdout, again and again, how many are in the outbox.
 */
const [directory = '', count = '0'] = process.argv.slice(2)
const client = attachClient(await createEngine(engineOptions(directory)))
const tell = async (): Promise<void> => {
  process.stdout.write(`${(await client.call('feed.status', {})).waiting}\n`)
}
await tell()
if (count !== '0') {
  await connected(client)
  const addresses = Array.from({ length: Number(count) }, (_, at) => `11.0.0.${at}`)
  await client.call('ban.proposeMany', { addresses, reason: 'one campaign', confirmation: count })
}
// In the process that sends, so that nothing is sent unseen.
for (;;) await sleep(5).then(tell)
