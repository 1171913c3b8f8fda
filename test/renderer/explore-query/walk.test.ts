import { describe, expect, it } from 'vitest'
import { walked, type Walk } from '../../../src/renderer/views/explore/query/walk.ts'

describe('going through filters used before', () => {
  const history = ['new', 'middle', 'old']
  const go = (start: string, steps: readonly (1 | -1)[], list: readonly string[] = history): string => {
    let walk: Walk | undefined
    let text = start
    for (const step of steps) {
      const next = walked(list, text, walk, step)
      if (next) ({ walk, text } = next)
    }
    return text
  }

  it('goes to older ones and back to what was being typed', () => {
    expect(go('draft', [1])).toBe('new')
    expect(go('draft', [1, 1, 1])).toBe('old')
    expect(go('draft', [1, 1, -1])).toBe('new')
    expect(go('draft', [1, 1, -1, -1])).toBe('draft')
  })

  it('stops at both ends', () => {
    expect(go('draft', [1, 1, 1, 1, 1])).toBe('old')
    expect(go('draft', [-1])).toBe('draft')
    expect(go('draft', [1], [])).toBe('draft')
  })

  it('passes over the filter that stands there', () => {
    expect(go('new', [1])).toBe('middle')
  })
})
