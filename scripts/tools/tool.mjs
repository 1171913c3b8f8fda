import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../launch/root.mjs'

/** @returns the file of a package's command, to be run with this Node: the same on every system. */
export function tool(name, packageName = name) {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[name])
}
