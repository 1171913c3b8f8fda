import { describe, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { stepThrough } from '../../../src/renderer/views/dialog/useNeighbours.ts'

describe('going from one dialog of a source to the next', () => {
  const shown = (first: readonly number[], id: number) => {
    const list = ref(first)
    const current = ref(id)
    const opened: number[] = []
    const goTo = stepThrough(
      () => list.value,
      () => current.value,
      (next) => void opened.push(next),
    )
    return { list, current, opened, goTo }
  }

  it('goes either way, and stays at the ends', () => {
    const { goTo, opened, current } = shown([9, 8, 7], 8)
    goTo(1)
    goTo(-1)
    expect(opened).toEqual([7, 9])
    current.value = 7
    goTo(1)
    expect(opened).toEqual([7, 9])
  })

  it('waits for the list, rather than to go to the dialogs of the source before', async () => {
    const { goTo, opened, list } = shown([9, 8, 7], 55)
    goTo(1)
    expect(opened).toEqual([])
    list.value = [55, 54]
    await nextTick()
    expect(opened).toEqual([54])
  })

  it('forgets a step for a dialog that is no longer shown', async () => {
    const { goTo, opened, list, current } = shown([], 55)
    goTo(1)
    current.value = 30
    list.value = [30, 29]
    await nextTick()
    expect(opened).toEqual([])
  })
})
