// Packs the desktop console for this system into dist/; arguments go to electron-builder (e.g. --dir, --linux deb).
import { run } from '../launch/run.mjs'
import { ensureBuilt } from '../tools/built.mjs'
import { tool } from '../tools/tool.mjs'

await ensureBuilt('desktop')
process.exitCode = await run(process.execPath, [
  tool('electron-builder'),
  '--publish',
  'never',
  ...process.argv.slice(2),
])
