import { createReadStream, readdirSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { cachingOf, fileOfPath, pageHeaders, typeOfAsset } from '../contract/console/page.ts'

interface PageFile {
  readonly path: string
  readonly size: number
}

/** URL path → file. Requests only look up this map and never touch a path of their own: nothing to traverse. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** Lists the built page once. @throws Error when it has not been built. */
export function listPage(folder: string): PageFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names
    .map((name) => ({ name: `/${name.replaceAll('\\', '/')}`, path: join(folder, name) }))
    .filter(({ name }) => typeOfAsset(name) !== undefined)
    .map(({ name, path }) => [name, { path, size: statSync(path).size }] as const)
  const page = new Map(files)
  if (!page.has('/index.html')) throw new Error(`no page in ${folder}; run "npm run build" first`)
  return page
}

export function findFile(page: PageFiles, path: string): { name: string; file: PageFile } | undefined {
  const name = fileOfPath(path)
  const file = page.get(name)
  return file && { name, file }
}

export function sendFile(response: ServerResponse, name: string, file: PageFile): void {
  response.writeHead(200, {
    ...pageHeaders,
    'content-type': typeOfAsset(name),
    'content-length': file.size,
    'cache-control': cachingOf(name),
  })
  // Unlike `pipe` it also closes the file when the reader leaves half way, and the answer when the file cannot be read.
  pipeline(createReadStream(file.path), response, () => undefined)
}
