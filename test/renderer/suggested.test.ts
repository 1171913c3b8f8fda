import { expect, test } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { useSuggested } from '../../src/renderer/composables/useSuggested.ts'

const fieldWith = (initial = '') => {
  const found = shallowRef<string>()
  const { text, heard } = useSuggested(initial, () => found.value)
  const suggest = async (value: string): Promise<string> => {
    found.value = value
    await nextTick()
    return text.value
  }
  return { text, heard, suggest }
}

test('takes the first suggestion, and no other after it', async () => {
  const { suggest } = fieldWith()
  expect(await suggest('192.0.2.1')).toBe('192.0.2.1')
  expect(await suggest('192.0.2.2')).toBe('192.0.2.1')
})

test('keeps what it was opened with', async () => {
  expect(await fieldWith('192.0.2.9').suggest('192.0.2.1')).toBe('192.0.2.9')
})

test('waits while somebody is in the field, and never changes what was written', async () => {
  const { text, heard, suggest } = fieldWith()
  heard.focus()
  expect(await suggest('192.0.2.1')).toBe('')
  heard.input()
  text.value = '192.0.2.9'
  heard.blur()
  await nextTick()
  expect(text.value).toBe('192.0.2.9')
})

test('fills a field that was left without a word, but not one that was emptied', async () => {
  const passed = fieldWith()
  passed.heard.focus()
  await passed.suggest('192.0.2.1')
  passed.heard.blur()
  await nextTick()
  expect(passed.text.value).toBe('192.0.2.1')

  passed.heard.input()
  passed.text.value = ''
  expect(await passed.suggest('192.0.2.2')).toBe('')
})
