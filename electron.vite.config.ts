import { defineConfig } from 'electron-vite'
import { cpSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'
import { page } from './renderer.vite.config.ts'

const source = (...path: string[]): string => join(import.meta.dirname, 'src', ...path)
const built = join(import.meta.dirname, 'out', 'main')

/** Everything that is started as a process or thread of its own; each becomes out/main/NAME.js. */
const entries = {
  index: source('main', 'index.ts'),
  engine: source('engine', 'utility.ts'),
  reader: source('engine', 'readers', 'worker.ts'),
  data: source('engine', 'data', 'worker.ts'),
  follower: source('engine', 'campaigns', 'following', 'worker.ts'),
  hunter: source('engine', 'hunts', 'worker.ts'),
  preparer: source('engine', 'ingest', 'prepare', 'worker.ts'),
  opener: source('engine', 'opening', 'worker.ts'),
  feed: source('feed', 'main.ts'),
  sensor: source('sensor', 'main.ts'),
  demo: source('demo', 'main.ts'),
}

/**
 * Code reads files that lie beside it (migrations) through `import.meta.dirname`. A bundle has another place, so the
 * files go along under their old path, and the code is told where that is now.
 */
function filesBesideCode(): Plugin {
  return {
    name: 'files-beside-code',
    transform(code, id) {
      if (!id.startsWith(source()) || !code.includes('import.meta.dirname')) return null
      const place = relative(source(), dirname(id)).split(sep).join('/')
      return code.replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/files/${place}`)})`)
    },
    writeBundle() {
      for (const name of readdirSync(source(), { recursive: true, encoding: 'utf8' })) {
        if (name.endsWith('.sql')) cpSync(source(name), join(built, 'files', name))
      }
    },
  }
}

export default defineConfig({
  main: {
    plugins: [filesBesideCode()],
    build: {
      target: 'node24',
      rolldownOptions: {
        input: entries,
        // All chunks beside the entries: `import.meta.dirname` is then the same in each.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload has no module loader: one file, and CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: source('preload', 'index.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: page,
})
