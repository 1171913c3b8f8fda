import { openStore } from '../../../src/engine/store/open.ts'
import { startHunts } from './hunting.ts'

/** Starts a hunt that takes long and says `found` once it has stored hits: `node hunt-child.ts DIRECTORY FILTER`. */
const [directory = '', filter = ''] = process.argv.slice(2)
const hunts = startHunts(openStore({ directory }), 1)
const id = hunts.start({ filter, zone: 'UTC', answers: true })
const stored = setInterval(() => {
  if ((hunts.list().find((hunt) => hunt.id === id)?.found ?? 0) === 0) return
  clearInterval(stored)
  process.stdout.write('found\n')
}, 10)
