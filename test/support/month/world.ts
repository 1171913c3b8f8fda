import type { Dialled, Program } from '../../../src/engine/campaigns/suggest/facts.ts'
import type { Chance } from './chance.ts'

/** What everybody has, operators and strangers alike: public tools, their defaults, lists off the net, cheap hosters. */
export interface World {
  readonly tools: readonly PublicTool[]
  /** Changed builds of public tools that circulate: rare, and still nobody's own. */
  readonly builds: readonly PublicTool[]
  /** Sold to several operators, and to some who work alone. */
  readonly sold: readonly PublicTool[]
  /** Names that tools forge. */
  readonly userAgents: readonly string[]
  /** Password lists off the net, and extensions that everybody tries. */
  readonly wordLists: readonly (readonly string[])[]
  readonly extensions: readonly (readonly string[])[]
  /** Test numbers out of tutorials, dialled by people who have nothing else in common. */
  readonly testNumbers: readonly Dialled[]
  /** First three bytes of networks of cheap hosters. */
  readonly hosters: readonly string[]
  /** Sensors, each with decoy accounts whose passwords are easy to guess. */
  readonly sensors: readonly string[]
  readonly accounts: readonly string[]
}

export interface PublicTool {
  readonly task: 'scan' | 'guess' | 'call' | 'any'
  readonly programs: readonly Program[]
  /** What it tries when nobody tells it otherwise. */
  readonly users: readonly string[]
  readonly passwords: readonly string[]
}

export function createWorld(chance: Chance): World {
  const wordLists = [200, 500, 1000].map((length, list) => range(0, length - 1).map((at) => `word${list}-${at}`))
  const digits = range(0, 9999).map((pin) => `${pin}`.padStart(4, '0'))
  return {
    tools: tools(digits),
    builds: range(1, 25).map((build) => circulating(chance, `build${build}`, chance.percent(40))),
    sold: range(1, 5).map((tool) => circulating(chance, `sold${tool}`, false)),
    userAgents: forged,
    wordLists,
    extensions: [range(100, 999).map(String), popularExtensions, range(1000, 1100).map(String)],
    testNumbers: range(1, 8).map(() => number(chance)),
    hosters: range(1, 400).map(() => `${chance.between(5, 220)}.${chance.below(256)}.${chance.below(256)}`),
    sensors: ['frankfurt', 'virginia', 'singapore', 'sao-paulo', 'mumbai'],
    accounts: ['100', '101', '102', '200', '201', '1000', '1001', '2000'],
  }
}

/** A subscriber's number somewhere: country, area and six digits or more. */
export function number(chance: Chance): Dialled {
  const country = chance.pick(['46', '972', '48', '44', '370', '212', '967', '252', '53', '381'])
  const core = `${country}${chance.between(10, 99)}${chance.between(1_000_000, 9_999_999)}`
  return { core, confidence: chance.percent(60) ? 'high' : chance.percent(70) ? 'medium' : 'low' }
}

export const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at)

const popularExtensions = ['100', '101', '102', '103', '200', '201', '1000', '1001', '1234', '2000', 'admin', 'test']

const forged = `friendly-scanner|Cisco-SIPGateway/IOS-12.x|Asterisk PBX|PBX|Linksys-SPA942|Avaya one-X Deskphone|
  Yealink SIP-T54W|FPBX-15.0.17|VaxSIPUserAgent/3.1|eyeBeam release 3015c stamp 27107|Ozeki|Z 3|SIP Call|voip|x`
  .split('|')
  .map((name) => name.trim())

/** How a message of a tool is built, told apart by the task it is for. */
export const program = (tool: string, build: string, userAgent: string | undefined): Program => {
  const [name = '', task = ''] = build.split('/')
  return {
    tool,
    fingerprint: `f1:${task}|${name}|v|f|t|c|z9${name}|id${name}|tag${name}|-|70|-|-|-|-|-|crlf`,
    userAgent,
  }
}

/** The shares of a month in which guessing and calling is most of the traffic, and scanning most of the sources. */
function tools(digits: readonly string[]): readonly PublicTool[] {
  const none: readonly string[] = []
  const default3 = range(100, 999).map(String)
  const tool = (task: PublicTool['task'], id: string, name: string, build: string, users = none, passwords = none) => ({
    ...{ task, users, passwords },
    programs: [program(id, build, name)],
  })
  return [
    tool('scan', 'sipvicious', 'friendly-scanner', 'svmap3/OPTIONS', ['100']),
    tool('scan', 'sipvicious', 'friendly-scanner', 'svmap2/OPTIONS', ['100']),
    tool('scan', 'zmap', 'abcdefgh', 'zmap/OPTIONS', ['nm']),
    tool('scan', 'sipsak', 'sipsak 0.9.8.1', 'sipsak/OPTIONS', ['sipsak']),
    tool('scan', 'nmap', 'Nmap NSE', 'nmap/OPTIONS', ['nm']),
    tool('scan', 'mr-sip', 'MrSIP', 'mrsip/OPTIONS', ['1000']),
    tool('guess', 'sipvicious', 'friendly-scanner', 'svwar3/REGISTER', default3),
    tool('guess', 'sipvicious', 'friendly-scanner', 'svcrack3/REGISTER', ['100'], digits.slice(100, 1000)),
    tool('guess', 'sipvicious', 'friendly-scanner', 'svcrack2/REGISTER', ['100'], digits.slice(100, 1000)),
    tool('guess', 'sippts', 'pplsip', 'sippts/REGISTER', range(100, 300).map(String)),
    tool('guess', 'cisco-v11', 'Cisco v11.0.0', 'ciscov11/REGISTER', range(10, 99).map(String)),
    tool('call', 'sipcli', 'sipcli/v1.8', 'sipcli/INVITE', ['100']),
    tool('call', 'pjsip', 'Cisco-SIPGateway/IOS-12.x', 'pjsip/INVITE', ['101']),
    tool('call', 'sipp', 'sipp', 'sipp/INVITE', ['sipp']),
  ]
}

/** A tool that some people have: its structure is in no table, and it may bring lists of its own. */
function circulating(chance: Chance, name: string, withLists: boolean): PublicTool {
  const first = chance.between(11, 89) * 100
  const tasks = ['OPTIONS', 'REGISTER', 'INVITE'].map((task) => program('unknown', `${name}/${task}`, `${name}/1.0`))
  const users = withLists ? range(first, first + 60).map(String) : []
  return { task: 'any', programs: tasks, users, passwords: withLists ? range(1, 40).map((at) => `${name}${at}`) : [] }
}
