import vue from '@vitejs/plugin-vue'
import { join } from 'node:path'
import { defineConfig, type UserConfig } from 'vite'

/** The page, the same for both hosts; `electron.vite.config.ts` takes it from here. */
export const page: UserConfig = {
  root: join(import.meta.dirname, 'src', 'renderer'),
  plugins: [vue(), { name: 'absolute-base', enforce: 'post', config: () => ({ base: '/' }) }],
  build: {
    outDir: join(import.meta.dirname, 'out', 'renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // The page's policy allows no data: fonts or scripts, and needs no script before the first module.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: join(import.meta.dirname, 'src', 'renderer', 'index.html'),
      // zod looks for eval when the first schema is made, which the policy forbids and reports: what tells it not to has to
      // run before any chunk that makes one.
      output: {
        codeSplitting: { groups: [{ name: 'zod', test: /[\\/]node_modules[\\/]zod[\\/]|[\\/]api[\\/]no-eval\.ts$/ }] },
      },
    },
  },
}

export default defineConfig(page)
