import { afterEach, describe, expect, it } from 'vitest'
import { allCommands, match, register, rowCommands, type Command } from '../../src/renderer/commands/registry.ts'
import { rankCommands } from '../../src/renderer/frame/rank.ts'

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'This screen',
  run: () => undefined,
  ...more,
})
const stops: (() => void)[] = []
const add = (...commands: Command[]): void => void stops.push(register(commands))
const found = (strokes: string[], scopes: string[] = []): string => {
  const result = match(allCommands.value, strokes, new Set(scopes))
  return result.kind === 'run' ? result.command.id : result.kind
}
afterEach(() => stops.splice(0).forEach((stop) => stop()))

describe('command registry', () => {
  it('runs a complete key and waits for the rest of a longer one', () => {
    add(command('go.live', { keys: ['g l'] }), command('ban', { keys: ['b'] }))
    expect(found(['G'])).toBe('pending')
    expect(found(['G', 'L'])).toBe('go.live')
    expect(found(['B'])).toBe('ban')
    expect(found(['G', 'B'])).toBe('none')
  })

  it('prefers the command of the focused list, and hides those of others', () => {
    add(command('screen.open', { keys: ['Enter'] }), command('feed.open', { keys: ['Enter'], scope: 'feed' }))
    add(command('attackers.open', { keys: ['Enter'], scope: 'attackers' }))
    expect(found(['Enter'], ['feed'])).toBe('feed.open')
    expect(found(['Enter'], ['attackers'])).toBe('attackers.open')
    expect(found(['Enter'])).toBe('screen.open')
  })

  it('leaves out what cannot be done now', () => {
    let allowed = false
    add(command('ban', { keys: ['b'], when: () => allowed }))
    expect(found(['B'])).toBe('none')
    allowed = true
    expect(found(['B'])).toBe('ban')
  })

  it('lets the newest screen win and restores the older one when it leaves', () => {
    add(command('old', { keys: ['a'] }))
    const leave = register([command('new', { keys: ['a'] })])
    expect(found(['A'])).toBe('new')
    leave()
    expect(found(['A'])).toBe('old')
  })

  it('offers in the menu of a row what its list and its screen can do now, in order', () => {
    const none = () => false
    add(command('screen.add'), command('go', { group: 'Go to' }), command('feed.ban', { scope: 'feed' }))
    add(command('feed.down', { scope: 'feed', keysOnly: true }), command('feed.off', { scope: 'feed', when: none }))
    add(command('bans.approve', { scope: 'bans' }), command('feed.copy', { scope: 'feed', group: 'Copy' }))
    expect(rowCommands('feed').map(({ id }) => id)).toEqual(['screen.add', 'feed.ban', 'feed.copy'])
  })

  it('ranks commands by words in any order, those that begin with the text first', () => {
    const all = [command('1', { title: 'Leave the ban' }), command('2', { title: 'Ban this source' }), command('3')]
    expect(rankCommands(all, 'ban').map(({ id }) => id)).toEqual(['2', '1'])
    expect(rankCommands(all, 'source ban').map(({ id }) => id)).toEqual(['2'])
  })
})
