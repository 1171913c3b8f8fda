import { bytes } from '../../fixtures.ts'
import { file, recorded, written, type Example } from './example.ts'

const zmapTemplate = [
  'OPTIONS sip:qWertyUi@192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 198.51.100.7:40000;branch=AbCdEf.0123456789;rport;alias',
  'From: sip:asDfghJk@198.51.100.7:40000;tag=12345678',
  'To: sip:zxCvbnMq@192.0.2.1',
  'Call-ID: 9876543201@198.51.100.7',
  'CSeq: 1 OPTIONS',
  'Contact: sip:asDfghJk@198.51.100.7:40000',
  'Content-Length: 0',
  'Max-Forwards: 20',
  'User-Agent: mnBvcxZa',
  'Accept: text/plain',
] as const

const python2 = [
  'OPTIONS sip:100@192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 198.51.100.7:5087;branch=z9hG4bK-2172766296;rport',
  'Content-Length: 0',
  'From: "sipvicious"<sip:100@1.1.1.1>;tag=63303030303230313133633401313236343338',
  'Accept: application/sdp',
  'User-Agent: Zeeko',
  'To: "sipvicious"<sip:100@1.1.1.1>',
  'Contact: sip:100@198.51.100.7:5087',
  'CSeq: 1 OPTIONS',
  'Call-ID: 112386598736531143092729',
  'Max-Forwards: 70',
] as const

const compact = [
  'OPTIONS sip:100@192.0.2.1 SIP/2.0',
  'v: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-1173908633;rport',
  't: "PBX"<sip:200@1.1.1.1>',
  'f: "PBX"<sip:200@1.1.1.1>;tag=63303030303230313133633401313233',
  'i: 421973750021477689697141',
  'm: sip:200@198.51.100.7:5060',
  'CSeq: 1 OPTIONS',
  'Max-Forwards: 70',
  'Accept: application/sdp',
  'Content-Length: 0',
] as const

/** Written after svwar.py 0.3.6: before it, an INVITE has no body. */
const svwar036 = [
  'INVITE sip:101@192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-2866131412;rport',
  'Max-Forwards: 70',
  'To: "101"<sip:101@192.0.2.1>',
  'From: "101"<sip:101@192.0.2.1>;tag=3130310133313431353932363533',
  'User-Agent: friendly-scanner',
  'Call-ID: 2921137441',
  'Contact: sip:101@192.0.2.1',
  'CSeq: 1 INVITE',
  'Accept: application/sdp',
  'Content-Length: 66',
  'Content-Type: application/sdp',
] as const

const isAck = (raw: Uint8Array): boolean => raw[0] === 65

/** What attackers and testers run. */
export const attackTools: Readonly<Record<string, readonly Example[]>> = {
  'sipvicious/SIPVicious': [
    ...recorded('svmap', 'svmap'),
    ...recorded('svmap-invite', 'svmap'),
    ...recorded('svwar-register', 'svwar'),
    ...recorded('svwar-options', 'svwar'),
    ...recorded('svcrack', 'svcrack'),
    ...recorded('svwar-invite', 'svwar').map((example) => ({
      ...example,
      from: isAck(example.raw) ? 'svwar-ack' : example.from,
    })),
    ...recorded('svcrack-compact', 'svcrack'),
    {
      ...written('svwar-invite-036', svwar036, ['v=0', 'o=- 1234567 7654321 IN IP4 198.51.100.7', 's=svwar', 't=0 0']),
      program: 'svwar',
    },
    { ...written('capture of 2019', python2), program: 'svmap' },
    { ...written('makeRequest, compact', compact), program: 'svmap' },
  ],
  'sipcli/sipcli': [
    written(
      'capture of 2018',
      [
        'INVITE sip:011972599501806@192.0.2.1 SIP/2.0',
        'To: 011972599501806<sip:011972599501806@192.0.2.1>',
        'From: 200<sip:200@192.0.2.1>;tag=5834bcd7',
        'Via: SIP/2.0/UDP 198.51.100.7:14803;branch=z9hG4bK-e7a0adcb65b036bcce0655cc90649308;rport',
        'Call-ID: e7a0adcb65b036bcce0655cc90649308',
        'CSeq: 1 INVITE',
        'Contact: <sip:200@198.51.100.7:14803>',
        'Max-Forwards: 70',
        'Allow: INVITE, ACK, CANCEL, BYE',
        'User-Agent: sipcli/v1.8',
        'Content-Type: application/sdp',
        'Content-Length: 280',
      ],
      [
        'v=0',
        'o=sipcli-Session 1031079067 1822848523 IN IP4 192.168.1.102',
        's=sipcli',
        't=0 0',
        'm=audio 5 RTP/AVP 0',
      ],
    ),
  ],
  'sipsak/sipsak': [...['options', 'register', 'flood'].flatMap((mode) => recorded(`sipsak-${mode}`))],
  'sipp/SIPp': [
    ...recorded('sipp-uac-default'),
    ...recorded('sipp-prefix-sweep'),
    ...recorded('sipp-register-digest'),
    ...recorded('sipp-custom'),
  ],
  'sippts/SIPPTS': [file('scan-options'), file('exten-register')],
  'mr-sip/Mr.SIP': [
    written('method/options.message', [
      'OPTIONS sip:100@192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:34567;branch=z9hG4bK-4718203956;rport',
      'From: <sip:200@198.51.100.7>;tag=482913',
      'To: <sip:100@192.0.2.1>',
      'Call-ID: k3v8q1z0m5b7x2c9n4a6s8d0f1g3712',
      'CSeq: 1 OPTIONS',
      'Contact: <sip:200@198.51.100.7:34567>',
      'Accept: application/sdp',
      'Max-Forwards: 70',
      'Content-Length: 0',
    ]),
  ],
  'nmap/service probe': [
    written('nmap-service-probes', [
      'OPTIONS sip:nm SIP/2.0',
      'Via: SIP/2.0/UDP nm;branch=foo;rport',
      'From: <sip:nm@nm>;tag=root',
      'To: <sip:nm2@nm2>',
      'Call-ID: 50000',
      'CSeq: 42 OPTIONS',
      'Max-Forwards: 70',
      'Content-Length: 0',
      'Contact: <sip:nm@nm>',
      'Accept: application/sdp',
    ]),
  ],
  'nmap/NSE script': [
    written('nselib/sip.lua', [
      'OPTIONS sip:192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:40000;rport;branch=z9hG4bKaB3dE5fG7hJ9kL1mN3pQ5rS7t',
      'Max-Forwards: 70',
      'From: "Nmap NSE" <sip:user@192.0.2.1>;tag=qW3eR5tY7uI9oP1aS3dF',
      'To: "Nmap NSE" <sip:user@192.0.2.1>',
      'Call-ID: zX3cV5bN7mQ9wE1rT3yU',
      'CSeq: 1234 OPTIONS',
      'User-Agent: Nmap NSE',
      'Contact: "Nmap NSE" <sip:user@198.51.100.7:40000>',
      'Expires: 300',
      'Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS',
      'Accept: application/sdp',
      'Content-Length:  0',
    ]),
  ],
  'zmap/sip_options template': [
    { from: 'sip_options.tpl', raw: bytes([...zmapTemplate, '', ''].join('\n')) },
    written('sip_options.tpl with CRLF', zmapTemplate),
  ],
  'cisco-v11/Cisco v11 brute forcer': [
    written('capture of 2018', [
      'REGISTER sip:192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:25760;branch=z9hG4bK862c3c7f-c690-40d3-b31c-c17a4a9db690;rport',
      'To: "10"<sip:10@192.0.2.1>',
      'From: "10"<sip:10@192.0.2.1>;tag=wgbkxaiv',
      'CSeq: 1 REGISTER',
      'Call-ID: oyqnsaloresntguiunncboqtveevcaaunvelqctjqcqcxjberb',
      'Max-Forwards: 70',
      'Contact: <sip:10@198.51.100.7:25760;rinstance=f74ef0c245dcda44>',
      'User-Agent: Cisco v11.0.0',
      'Content-Length: 0',
      'Expires: 3600',
      'Supported: 100rel',
      'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, SUBSCRIBE, NOTIFY, REFER, INFO, MESSAGE',
    ]),
  ],
}
