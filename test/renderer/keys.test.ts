import { describe, expect, it } from 'vitest'
import { isPlain, keyLabel, parseKeys, strokeOf, type KeyPress } from '../../src/renderer/commands/keys.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('keys', () => {
  it.each([
    ['Ctrl+K', press('k', { ctrlKey: true })],
    ['Ctrl+K', press('k', { metaKey: true })],
    ['Ctrl+Shift+P', press('P', { ctrlKey: true, shiftKey: true })],
    ['Ctrl+Enter', press('Enter', { ctrlKey: true })],
    ['Shift+F', press('F', { shiftKey: true })],
    ['b', press('b')],
    ['?', press('?', { shiftKey: true })],
    ['.', press('.')],
    ['+', press('+', { shiftKey: true })],
    ['Escape', press('Escape')],
    ['Space', press(' ')],
  ])('%s is what that press makes', (written, made) => {
    expect(parseKeys(written)).toEqual([strokeOf(made)])
  })

  it('reads a sequence as strokes, letters in one case whatever Caps Lock does', () => {
    expect(parseKeys('g l')).toEqual(['G', 'L'])
    expect(strokeOf(press('L'))).toBe('L')
    expect(strokeOf(press('l'))).toBe('L')
  })

  it('orders modifiers in one way', () => {
    expect(parseKeys('Shift+Ctrl+P')).toEqual(parseKeys('Ctrl+Shift+P'))
  })

  it('knows no stroke for a modifier alone', () => {
    expect(strokeOf(press('Shift', { shiftKey: true }))).toBeUndefined()
  })

  it('tells what types a character from what does not', () => {
    expect(['B', '?', '.', 'Shift+F'].map(isPlain)).toEqual([true, true, true, true])
    expect(['Ctrl+K', 'Enter', 'Escape', 'Alt+X', 'Shift+Enter'].map(isPlain)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it('labels strokes as they stand on a keyboard', () => {
    expect(['G', 'Ctrl+Enter', 'Escape'].map(keyLabel)).toEqual(['g', 'Ctrl ↵', 'Esc'])
  })
})
