import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

test('docs/dependencies.md names each package once, and no other', () => {
  const kinds = ['dependencies', 'optionalDependencies', 'devDependencies']
  const packages = ['package.json', 'bench/peers/package.json'].flatMap((path) => {
    const manifest = JSON.parse(read(path)) as Record<string, Record<string, string>>
    return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))
  })
  const rows = read('docs/dependencies.md').matchAll(/^\| (?!package |-)([^|]+)\|/gm)
  const named = [...rows].flatMap(([, cell = '']) => cell.split(',').map((name) => name.trim()))
  expect(named.sort()).toEqual(packages.sort())
})

test.each(documents)('%s points only at what is there', (document) => {
  const text = read(document)
  // Pictures are taken by the end-to-end tests.
  const links = [...text.matchAll(/(?<!!)\[[^\]!]*\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, link = '']) =>
    /^https?:/.test(link) ? [] : [join(dirname(document), link)],
  )
  const paths = [...text.matchAll(/`((?:src|docs|scripts|resources|test|bench)\/[\w./-]+)`/g)].flatMap(
    ([, path = '']) => (/[A-Z]{4}/.test(path) ? [] : [path]),
  )
  expect([...links, ...paths].filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test.each(documents)('every command in %s is a task', (document) => {
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts
  const commands = [...read(document).matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name)
  expect(commands.filter((name) => scripts[name] === undefined)).toEqual([])
})
