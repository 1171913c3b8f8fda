import type { OpeningReason, OpeningState, OpeningStep } from '../../contract/console/opening.ts'
import { bytes, duration } from '../text/format.ts'

export type Going = Extract<OpeningState, { state: 'opening' }>

/** What is being done, in one line that changes with the work and not with its progress. */
export function workWords(step: OpeningStep): string {
  switch (step.work) {
    case 'open':
      return 'Opening the database'
    case 'recover':
      return `Reading back what was stored last (${bytes(step.bytes)}), because the console did not end cleanly`
    case 'check':
      return `Checking the database (${bytes(step.bytes)})`
    case 'copy':
      return `The data folder is read-only: copying the database aside (${bytes(step.bytes)})`
    case 'upgrade':
      return `Upgrading the database from format ${step.from} to ${step.to}: ${step.part}`
    case 'finish':
      return 'Writing what was changed to its place'
    case 'keystore':
      return 'Waiting for this computer’s keystore, which may ask for its password in a window of its own'
  }
}

export const shareOf = (step: OpeningStep): number | undefined => ('share' in step ? step.share : undefined)

/** "43 % · for 12 s · about 16 s left" */
export function timeWords({ step, workSince, until }: Going, now: number): string {
  const share = shareOf(step)
  const done = share === undefined ? [] : [`${Math.floor(100 * share)} %`]
  const spent = `for ${duration(Math.max(1, Math.floor((now - workSince) / 1000)) * 1000)}`
  return [...done, spent, ...leftWords(until, now)].join(' · ')
}

function leftWords(until: number | undefined, now: number): readonly string[] {
  if (until === undefined) return []
  return [until > now ? `about ${duration(Math.ceil((until - now) / 1000) * 1000)} left` : 'longer than expected']
}

/** What comes of it when nobody waits. */
export function leavingWords({ work }: OpeningStep, isDesktop: boolean): readonly string[] {
  const safe = `stops it safely: ${stopWords(work)}. Nothing that is stored is lost.`
  if (isDesktop) return [`Closing this window ${safe}`]
  return ['Closing this page stops nothing: open it again to see how far it is.', `Ending the console ${safe}`]
}

function stopWords(work: OpeningStep['work']): string {
  if (work === 'upgrade')
    return 'finished steps stay, the one under way is taken back, and the next start goes on from there'
  if (work === 'keystore') return 'the data is open and whole, and the next start asks the keystore again'
  return work === 'finish' ? 'the next start does what is left' : 'nothing is changed, and the next start does it anew'
}

const advice: Readonly<Record<OpeningReason, readonly string[]>> = {
  'in-use': [
    'Close the other console, or the command that is at work on this folder, and try again.',
    'Or start this one on another folder: --data FOLDER.',
  ],
  newer: [
    'Update this console: data of a newer one is never changed by an older one.',
    'Or restore a backup that this version made: honeynet restore FILE.',
  ],
  full: ['Make room on the disk that holds the data folder, and try again. Nothing that is stored was lost.'],
  'no-permission': [
    'Make the data folder writable for the user who runs the console, and try again.',
    'An older format cannot be read where it cannot be upgraded: copy the folder to a place that can be written.',
  ],
  damaged: [
    'Copy console.db aside first: whoever can rescue more needs it as it is.',
    'Then restore the newest backup: honeynet restore FILE. Backups are in the data folder, under backups/.',
  ],
  'unfinished-restore': [
    'Run honeynet restore FILE again. What was there before lies beside it, under before-restore-….',
  ],
  disk: ['Look at the disk and its cable, then try again. The system’s log says more.'],
  key: [
    'What you sign is signed with that key, and the ledger knows no other as yours: none is made by itself.',
    'Mend what is said above, and try again.',
  ],
  other: ['The terminal in which the console was started says more. Try again once it is mended.'],
}

/** What can be done about data that cannot be opened. */
export const adviceFor = (reason: OpeningReason): readonly string[] => advice[reason]
