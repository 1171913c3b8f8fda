import { expect, test } from 'vitest'
import { toolRows } from '../../../src/renderer/views/source/tool-rows.ts'

const tool = (tool: string, claimed: string, userAgent: string, messages = 1) => ({
  ...{ tool, claimed, userAgent, messages },
})

test('a claim that the structure contradicts comes first and says both', () => {
  const rows = toolRows([
    tool('sipvicious', 'sipvicious', 'friendly-scanner', 900),
    tool('pjsip', 'cisco', 'Cisco-SIPGateway/IOS-12.x', 7),
  ])
  expect(rows.map(({ standing, claim, is, confidence }) => [standing, claim, is, confidence])).toEqual([
    ['contradicted', 'claims Cisco', 'is PJSIP', 'by structure'],
    ['proven', 'claims SIPVicious', 'is SIPVicious', 'by structure'],
  ])
})

test('a name alone proves nothing, and no name claims nothing', () => {
  const rows = toolRows([
    tool('unknown', 'sipvicious', 'friendly-scanner'),
    tool('sipvicious', 'unknown', ''),
    tool('unknown', 'unknown', 'my own phone'),
  ])
  expect(rows.map(({ standing, claim, is, confidence }) => [standing, claim, is, confidence])).toEqual([
    ['named', 'claims SIPVicious', 'perhaps SIPVicious', 'by name only'],
    ['proven', 'claims nothing', 'is SIPVicious', 'by structure'],
    ['unknown', 'claims a name we do not know', 'unknown', 'nothing recognised'],
  ])
})

test('a phone built upon a stack does not lie', () => {
  expect(toolRows([tool('pjsip', 'softphone', 'Zoiper')])[0]).toMatchObject({ standing: 'proven', is: 'is PJSIP' })
})

test('a tool that other rules knew stands for itself', () => {
  expect(toolRows([tool('gone-tool', 'unknown', 'x')])[0]).toMatchObject({ is: 'is gone-tool' })
})
