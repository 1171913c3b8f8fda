import { createEngine } from '../../src/engine/engine.ts'
import { attachClient, engineOptions } from './engine.ts'

/** A console in a process of its own that proposes bans as fast as it can, so that a test can kill it meanwhile. */
const [directory = '', ...addresses] = process.argv.slice(2)
const client = attachClient(await createEngine(engineOptions(directory)))
for (const address of addresses) {
  await client.call('ban.propose', { address, reason: 'under fire', duration: 86_400_000, confirmation: address })
  process.stdout.write(`${address}\n`)
}
