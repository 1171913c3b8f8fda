import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

interface ShellOptions {
  readonly demo: boolean
  /** Undefined: the user's own application folder. */
  readonly data: string | undefined
}

/** Lenient, because Chromium's own switches stand on the same command line. */
export function parseOptions(args: readonly string[]): ShellOptions {
  const options = { demo: { type: 'boolean' }, data: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true })
  return {
    demo: values.demo === true,
    data: typeof values.data === 'string' ? resolve(values.data) : undefined,
  }
}
