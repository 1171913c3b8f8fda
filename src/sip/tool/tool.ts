/** The program that wrote a message. */
export const toolIds = [
  'sipvicious',
  'sipcli',
  'sipsak',
  'sipp',
  'sippts',
  'mr-sip',
  'nmap',
  'zmap',
  'pjsip',
  'cisco',
  'asterisk',
  'softphone',
  'other-scanner',
  'unknown',
] as const
export type ToolId = (typeof toolIds)[number]
