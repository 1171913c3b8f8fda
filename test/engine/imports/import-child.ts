import { importFile } from '../../../src/engine/imports/import-file.ts'
import { openImportStore } from './import-store.ts'

/** Imports a file until it is killed or done: `node import-child.ts DIRECTORY FILE`. Says `piece` behind each piece. */
const [directory = '', file = ''] = process.argv.slice(2)
const to = openImportStore(directory)
const { signal } = new AbortController()
const account = await importFile(to, file, { signal, report: () => process.stdout.write('piece\n') })
process.stdout.write(`done ${JSON.stringify(account)}\n`)
await to.close()
