import type { ToolId } from './tool.ts'

/**
 * Substrings of User-Agent, lower-case, first match wins. Attack tools first: what firewalls block by name, then
 * families that attackers like to pretend to be. Matching one proves nothing; it says what the sender claims.
 */
export const userAgents: readonly (readonly [substring: string, tool: ToolId])[] = [
  ['friendly-scanner', 'sipvicious'],
  ['friendly-request', 'sipvicious'],
  ['sipvicious', 'sipvicious'],
  ['sundayddr', 'sipvicious'],
  ['sipcli', 'sipcli'],
  ['sipsak', 'sipsak'],
  ['pplsip', 'sippts'],
  ['sippts', 'sippts'],
  ['mr.sip', 'mr-sip'],
  ['mrsip', 'mr-sip'],
  ['nmap', 'nmap'],
  ['zmap', 'zmap'],
  ['sip-scan', 'other-scanner'],
  ['sipscan', 'other-scanner'],
  ['iwar', 'other-scanner'],
  ['vaxsipuseragent', 'other-scanner'],
  ['vaxipuseragent', 'other-scanner'],
  ['smap', 'other-scanner'],
  ['sivus', 'other-scanner'],
  ['siparmyknife', 'other-scanner'],
  ['gulp', 'other-scanner'],
  ['conaito', 'other-scanner'],
  ['test agent', 'other-scanner'],
  ['custom sip', 'other-scanner'],
  ['nsauditor', 'other-scanner'],
  ['sipreg', 'other-scanner'],
  ['sipsorcery', 'other-scanner'],
  ['portsip voip sdk', 'other-scanner'],
  ['asterix pbx', 'other-scanner'],
  ['a_b_c', 'other-scanner'],
  ['dr.pes', 'other-scanner'],
  ['shodan', 'other-scanner'],
  ['censys', 'other-scanner'],
  ['cisco', 'cisco'],
  ['asterisk', 'asterisk'],
  ['freepbx', 'asterisk'],
  ['fpbx', 'asterisk'],
  ['eyebeam', 'softphone'],
  ['x-lite', 'softphone'],
  ['xlite', 'softphone'],
  ['bria', 'softphone'],
  ['zoiper', 'softphone'],
  ['linphone', 'softphone'],
  ['csipsimple', 'softphone'],
  ['microsip', 'softphone'],
  ['mizuphone', 'softphone'],
  ['ozeki', 'softphone'],
  ['jitsi', 'softphone'],
  ['abto', 'softphone'],
  ['blink', 'softphone'],
  ['twinkle', 'softphone'],
  ['pjsip', 'pjsip'],
  ['pjsua', 'pjsip'],
]

/** Whole User-Agents, too short or too common to be looked for inside others. */
export const wholeUserAgents: ReadonlyMap<string, ToolId> = new Map([
  ['pbx', 'sipvicious'],
  ['sipp', 'sipp'],
  ['sip call', 'other-scanner'],
  ['voip', 'other-scanner'],
  ['x', 'other-scanner'],
  ['aaaaaaaa', 'other-scanner'],
  ['china', 'other-scanner'],
  ['z 3', 'softphone'],
])

/** Programs that are built upon PJSIP, so that its marks do not contradict their name. */
export const builtOnPjsip: readonly string[] = [
  'asterisk',
  'freepbx',
  'fpbx',
  'csipsimple',
  'microsip',
  'blink',
  'jitsi',
]
