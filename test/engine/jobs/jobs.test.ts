import pino from 'pino'
import { expect, it } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createJobs, type Jobs, type JobPlan } from '../../../src/engine/jobs/jobs.ts'

const quiet = pino({ level: 'silent' })
const open = (): Jobs => createJobs(createChanges(), quiet, () => 1000)
const plan = (work: JobPlan['work'], title = 'a job'): JobPlan => ({ kind: 'import', title, unit: 'messages', work })
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))

it('shows how far a job is, and what came of it', async () => {
  const jobs = open()
  const { id, ended } = jobs.start(
    plan(({ report }) => {
      report(3, 10)
      expect(jobs.list()).toMatchObject([{ id: 1, state: 'running', done: 3, total: 10 }])
      return Promise.resolve('3 messages stored')
    }),
  )
  expect(id).toBe(1)
  expect(await ended).toMatchObject({ state: 'done', outcome: '3 messages stored', startedAt: 1000, endedAt: 1000 })
})

it('stops the one that is cancelled', async () => {
  const jobs = open()
  const stays = jobs.start(plan(({ signal }) => untilAborted(signal), 'stays'))
  const goes = jobs.start(plan(({ signal }) => untilAborted(signal), 'goes'))
  jobs.cancel(goes.id)
  expect((await goes.ended).state).toBe('cancelled')
  expect(jobs.list().map(({ title, state }) => [title, state])).toEqual([
    ['goes', 'cancelled'],
    ['stays', 'running'],
  ])
  expect(jobs.running('import')).toBe(true)
  await jobs.close()
  expect((await stays.ended).state).toBe('cancelled')
  expect(jobs.running('import')).toBe(false)
})

it('says in words why one failed', async () => {
  const { ended } = open().start(plan(() => Promise.reject(new Error('no space left on the disk'))))
  expect(await ended).toMatchObject({ state: 'failed', outcome: 'no space left on the disk' })
})

it('refuses to cancel what is not there', () => {
  expect(() => open().cancel(7)).toThrow('there is no such job')
})

it('lists only the newest of those that ended', async () => {
  const jobs = open()
  for (let at = 0; at < 60; at += 1) await jobs.start(plan(() => Promise.resolve(''), `job ${at}`)).ended
  expect(jobs.list()).toHaveLength(50)
  expect(jobs.list()[0]?.title).toBe('job 59')
})
