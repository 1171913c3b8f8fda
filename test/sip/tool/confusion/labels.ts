/** Who wrote the messages of each recording: what the confusion table holds against what is recognised. */
export interface Label {
  /** Below test/fixtures, or below `fetched` of the corpus. */
  readonly path: string
  readonly form: 'jsonl' | 'pcap' | 'folder' | 'file' | 'log' | 'dataset'
  /** `by name` for genuine captures of several programs, which say who they are. */
  readonly writer: string
}

const tool = (name: string, writer: string): Label => ({ path: `sip-tools/${name}.jsonl`, form: 'jsonl', writer })

export const kept: readonly Label[] = [
  tool('svmap', 'sipvicious'),
  tool('svmap-invite', 'sipvicious'),
  tool('svwar-register', 'sipvicious'),
  tool('svwar-options', 'sipvicious'),
  tool('svwar-invite', 'sipvicious'),
  tool('svcrack', 'sipvicious'),
  tool('svcrack-compact', 'sipvicious'),
  tool('sipsak-options', 'sipsak'),
  tool('sipsak-register', 'sipsak'),
  tool('sipsak-flood', 'sipsak'),
  tool('sipp-uac-default', 'sipp'),
  tool('sipp-prefix-sweep', 'sipp'),
  tool('sipp-register-digest', 'sipp'),
  tool('sipp-custom', 'sipp'),
  { path: 'sip-tools/scan-options.sip', form: 'file', writer: 'sippts' },
  { path: 'sip-tools/exten-register.sip', form: 'file', writer: 'sippts' },
  { path: 'rfc4475', form: 'folder', writer: 'unknown' },
  { path: 'rfc5118-ipv6', form: 'folder', writer: 'unknown' },
]

const attack = (name: string, writer: string): Label => ({ path: `attack-pcap/${name}`, form: 'pcap', writer })
const call = (name: string): Label => ({ path: `calls/${name}`, form: 'pcap', writer: 'by name' })

export const fetched: readonly Label[] = [
  attack('fake-cisco-sipgateway_pjsip_tollfraud_2018-04-07.part1.pcap', 'pjsip'),
  attack('register-bruteforce_fake-cisco-v11_2018-03-14.part1.pcap', 'cisco-v11'),
  attack('sipcli-v1.8_tollfraud_2018-01-15.part1.pcap', 'sipcli'),
  attack('svmap-options_py2_2019-08-16.part1.pcap', 'sipvicious'),
  { path: 'honeypot-log/honeynet-fc4.part1.txt', form: 'log', writer: 'by name' },
  { path: 'labelled/sip-dataset-attack_test.part1.json', form: 'dataset', writer: 'sipp' },
  call('eyebeam-real-client.siponly.pcap'),
  call('isa-linphone-asterisk.pcap'),
  call('bruteshark-Asterisk_ZFONE_XLITE.siponly.pcap'),
  call('bruteshark-SIP_CALL_RTP_G711.siponly.pcap'),
  call('bruteshark-SIP_DTMF2.siponly.pcap'),
  call('honeynet-fc4-lab.siponly.pcap'),
  call('ndpi-sip.pcap'),
  call('sv-cloudshark.pcap'),
  { path: 'calls/bruteshark-sip-rtp-g711.siponly.pcap', form: 'pcap', writer: 'sipp' },
  { path: 'calls/bruteshark-sip-rtp-opus.siponly.pcap', form: 'pcap', writer: 'sipp' },
  { path: 'parser/kamailio', form: 'folder', writer: 'unknown' },
  { path: 'parser/sofia-sip', form: 'folder', writer: 'unknown' },
]
