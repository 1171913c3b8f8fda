import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { findSecrets } from './find-secrets.ts'

const preload = new URL('./keep.mjs', import.meta.url).href

/**
 * No key that was handed out during the whole run may stand in any log of any process: the run fails otherwise. Feeds,
 * engines, sensors, consoles and the workers of the tests themselves all keep a copy of their logs (keep.mjs).
 */
export default class KeyReporter implements Reporter {
  readonly #folder = mkdtempSync(join(tmpdir(), 'honeynet-logs-'))

  onInit(): void {
    process.env['HONEYNET_TEST_LOGS'] = this.#folder
    process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --import=${preload}`.trim()
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const { logs, secrets, leaks } = findSecrets(this.#folder)
    // A check that saw nothing would find nothing.
    const blind = modules.some(({ moduleId }) => handsOutKeys.test(moduleId)) && (logs === 0 || secrets === 0)
    process.stdout.write(`${secrets} keys and tokens, ${logs} logs: ${leaks.length} of these hold one\n`)
    for (const leak of leaks) process.stdout.write(`  a secret in the log ${leak}\n`)
    if (blind) process.stdout.write('  no key or no log was seen: this check does not work\n')
    if (leaks.length > 0 || blind) process.exitCode = 1
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Tests that start feeds in processes of their own and add subscribers. */
const handsOutKeys = /\/test\/feed\/(http|crash|fuzz|broken)\.real\.test\.ts$/
