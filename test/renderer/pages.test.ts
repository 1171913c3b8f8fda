import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import type { Page } from '../../src/contract/console/vocabulary.ts'
import { usePages, type Pages } from '../../src/renderer/composables/usePages.ts'
import { useToasts } from '../../src/renderer/stores/toasts.ts'

beforeEach(() => setActivePinia(createPinia()))

/** 0 to 9 in pages of four, by the cursor `from`. */
const pageFrom = (from: number): Page<number> => ({
  rows: Array.from({ length: Math.min(4, 10 - from) }, (_, at) => from + at),
  ...(from + 4 < 10 ? { next: String(from + 4) } : {}),
})

async function numbers(readFrom: (cursor: string) => Promise<Page<number>>) {
  const data = shallowRef<Page<number>>()
  let paused = (): boolean => false
  const scope = effectScope()
  const pages = scope.run((): Pages<number> =>
    usePages(
      'More numbers',
      (still) => {
        paused = still
        const state = { data, error: shallowRef(), loading: shallowRef(false), readAt: shallowRef<number>() }
        return { ...state, refresh: () => (data.value = pageFrom(0)) }
      },
      readFrom,
    ),
  )
  if (!pages) throw new Error('the scope is over')
  data.value = pageFrom(0)
  await nextTick()
  return { pages, data, paused: () => paused() }
}

const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

test('reads page by page, and all that is left at once', async () => {
  const { pages, paused } = await numbers((cursor) => Promise.resolve(pageFrom(Number(cursor))))
  expect([pages.rows.value.length, pages.more.value, paused()]).toEqual([4, true, false])
  await pages.readOn()
  expect([pages.rows.value.length, pages.more.value, paused()]).toEqual([8, true, true])
  await pages.readAll()
  expect([pages.rows.value, pages.more.value]).toEqual([all, false])
  await pages.readOn()
  expect(pages.rows.value).toEqual(all)
})

test('drops a page whose first page is no more', async () => {
  const { pages, data } = await numbers(async (cursor) => {
    data.value = pageFrom(0)
    await nextTick()
    return pageFrom(Number(cursor))
  })
  await pages.readOn()
  expect(pages.rows.value).toEqual([0, 1, 2, 3])
})

test('says what failed, stops, and can try again', async () => {
  let broken = true
  const { pages } = await numbers((cursor) =>
    broken ? Promise.reject(new Error('gone')) : Promise.resolve(pageFrom(Number(cursor))),
  )
  await pages.readAll()
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['More numbers could not be read: gone'])
  broken = false
  await pages.readAll()
  expect(pages.rows.value).toEqual(all)
})

test('begins anew', async () => {
  const { pages } = await numbers((cursor) => Promise.resolve(pageFrom(Number(cursor))))
  await pages.readAll()
  pages.restart()
  await nextTick()
  expect([pages.rows.value, pages.more.value]).toEqual([[0, 1, 2, 3], true])
})
