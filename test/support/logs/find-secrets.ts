import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Found {
  readonly logs: number
  readonly secrets: number
  /** One for each log that a secret stands in; the secret itself is not repeated. */
  readonly leaks: readonly string[]
}

/** Looks for every secret that was made during a run in everything that was logged. */
export function findSecrets(folder: string): Found {
  const names = readdirSync(folder)
  const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const secrets = new Set(
    names.filter((name) => name.endsWith('.secret')).flatMap((name) => textOf(name).split('\n').filter(Boolean)),
  )
  const lengths = [...new Set([...secrets].map(({ length }) => length))]
  const logs = names.filter((name) => name.endsWith('.log'))
  const leaks = logs.flatMap((name) => leakIn(textOf(name), secrets, lengths).map((line) => `${name}: ${line}`))
  return { logs: logs.length, secrets: secrets.size, leaks }
}

/** Secrets are looked up by every window of their length: thousands of them cost no more than one. */
function leakIn(text: string, secrets: ReadonlySet<string>, lengths: readonly number[]): readonly string[] {
  for (const line of text.split('\n')) {
    for (const [run] of line.matchAll(/[\w-]{32,}/g)) {
      const found = lengths.map((length) => secretIn(run, secrets, length)).find((each) => each !== undefined)
      if (found !== undefined) return [line.replaceAll(found, `${found.slice(0, 4)}…`).slice(0, 500)]
    }
  }
  return []
}

function secretIn(run: string, secrets: ReadonlySet<string>, length: number): string | undefined {
  for (let at = 0; at + length <= run.length; at += 1) {
    const window = run.slice(at, at + length)
    if (secrets.has(window)) return window
  }
  return undefined
}
