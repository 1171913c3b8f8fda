import { expect, it } from 'vitest'
import { isNamed } from '../../../src/renderer/views/bans/feed/typed-name.ts'

it('takes the name as it is or as the screen shows it, and no other', () => {
  expect([isNamed('pbx', 'pbx'), isNamed(' pbx ', 'pbx'), isNamed('pbx ', 'pbx ')]).toEqual([true, true, true])
  expect([isNamed('', 'pbx'), isNamed('PBX', 'pbx'), isNamed('pbx2', 'pbx')]).toEqual([false, false, false])
  expect(isNamed('\\u202Egninekopsni', '\u202Egninekopsni')).toBe(true)
})
