import { expect, test } from 'vitest'
import { openingReasons, type OpeningStep, type UpgradeStep } from '../../../src/contract/console/opening.ts'
import { adviceFor, leavingWords, shareOf, timeWords, workWords } from '../../../src/renderer/frame/opening-words.ts'

const upgrade: UpgradeStep = { work: 'upgrade', from: 2, to: 6, at: 4, part: 'dialogs', share: 0.439 }
const others: readonly OpeningStep[] = [
  { work: 'open' },
  { work: 'recover', bytes: 2_500_000_000 },
  { work: 'check', bytes: 200_000_000 },
  { work: 'copy', share: 0.5, bytes: 3_600_000_000 },
  { work: 'finish' },
  { work: 'keystore' },
]

test('says what is done, to what, and how far it is', () => {
  expect(workWords(upgrade)).toBe('Upgrading the database from format 2 to 6: dialogs')
  expect(others.map(workWords)).toEqual([
    'Opening the database',
    'Reading back what was stored last (2.5 GB), because the console did not end cleanly',
    'Checking the database (200 MB)',
    'The data folder is read-only: copying the database aside (3.6 GB)',
    'Writing what was changed to its place',
    'Waiting for this computer’s keystore, which may ask for its password in a window of its own',
  ])
  expect([upgrade, ...others].map(shareOf)).toEqual([0.439, undefined, undefined, undefined, 0.5, undefined, undefined])
})

test('tells the time that is left once it is known, and never a negative one', () => {
  const going = { state: 'opening', step: upgrade, since: 0, workSince: 10_000 } as const
  expect(timeWords(going, 22_000)).toBe('43 % · for 12 s')
  expect(timeWords({ ...going, until: 38_000 }, 22_000)).toBe('43 % · for 12 s · about 16 s left')
  expect(timeWords({ ...going, until: 38_000 }, 37_990)).toBe('43 % · for 27 s · about 1 s left')
  expect(timeWords({ ...going, until: 38_000 }, 60_000)).toBe('43 % · for 50 s · longer than expected')
  expect(timeWords({ ...going, step: { work: 'finish' } }, 9_000)).toBe('for 1 s')
})

test('says truly what closing does: in a window it ends the engine, in a browser it does not', () => {
  expect(leavingWords(upgrade, true)).toEqual([
    'Closing this window stops it safely: finished steps stay, the one under way is taken back, and the next start goes ' +
      'on from there. Nothing that is stored is lost.',
  ])
  const [page, end] = leavingWords({ work: 'check', bytes: 1 }, false)
  expect(page).toMatch(/^Closing this page stops nothing/)
  expect(end).toMatch(/^Ending the console stops it safely: nothing is changed/)
  expect(leavingWords({ work: 'finish' }, true)[0]).toMatch(/does what is left/)
  expect(leavingWords({ work: 'keystore' }, true)[0]).toMatch(/asks the keystore again/)
})

test('for every reason there is something to do', () => {
  for (const reason of openingReasons) expect(adviceFor(reason).length, reason).toBeGreaterThan(0)
})
