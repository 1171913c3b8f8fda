import { ensureBuilt } from '../tools/built.mjs'

await ensureBuilt('desktop')
