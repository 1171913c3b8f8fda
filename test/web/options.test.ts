import { expect, test } from 'vitest'
import { parseOptions } from '../../src/web/options.ts'

test('options', () => {
  expect(parseOptions(['--demo', '--data', '/srv/console', '--port', '8761'])).toEqual({
    data: '/srv/console',
    demo: true,
    port: 8761,
  })
  expect(parseOptions([])).toMatchObject({ demo: false, port: undefined })
  expect(parseOptions([]).data).toMatch(/Honeynet Console.data$/)
})

test.each(['-1', '65536', '1e3', '80a', ''])('--port "%s" is refused', (port) => {
  expect(() => parseOptions([`--port=${port}`])).toThrow('--port wants a number')
})

test('an unknown option is refused', () => {
  expect(() => parseOptions(['--prot', '1'])).toThrow('--prot')
})
