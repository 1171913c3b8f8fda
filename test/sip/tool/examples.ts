import { bytes, fixture, recording } from '../fixtures.ts'

/**
 * Messages for each signature of resources/signatures/tools.json, by `tool/program of the signature`. Recorded where the
 * tool runs here; else written after the evidence that the table names, with addresses of RFC 5737.
 */
export interface Example {
  readonly from: string
  readonly raw: Uint8Array
  /** The program that must be named, where the signature tells several apart. */
  readonly program?: string
}

const recorded = (name: string, program?: string): readonly Example[] =>
  recording(`sip-tools/${name}.jsonl`).map(({ raw }) => ({
    from: name,
    raw,
    ...(program !== undefined && { program }),
  }))
const file = (name: string): Example => ({ from: name, raw: fixture(`sip-tools/${name}.sip`) })

/** Lines with CRLF, an empty line and the body behind them. */
const written = (from: string, lines: readonly string[], body: readonly string[] = []): Example => ({
  from,
  raw: bytes([...lines, '', ...body, ''].join('\r\n')),
})

const uuid = '7386c754-a182-46b3-9e8d-c29a58e5c2d1'
const md5InBase64 = 'YmRhNDk0NjkwOGMzNmEzNGMzN2Y1ZjcyOTEwMjhlZDQ.'
const counterpathAllow = 'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO'

export const zmapTemplate = [
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

export const examples: Readonly<Record<string, readonly Example[]>> = {
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
  'cisco/gateway': [
    written(
      'SIP Configuration Guide',
      [
        'INVITE sip:9876@192.0.2.1:5060 SIP/2.0',
        'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK20959B',
        'From: <sip:198.51.100.7>;tag=678813-6AC',
        'To: <sip:9876@192.0.2.1>',
        'Date: Thu, 13 Feb 2020 03:35:19 GMT',
        'Call-ID: B0FA2851-4D4811EA-82E5D263-E98F8024@198.51.100.7',
        'Supported: 100rel,timer,resource-priority,replaces,sdp-anat',
        'Min-SE:  1800',
        'Cisco-Guid: 2967454021-1296568810-2195116643-3918495780',
        'User-Agent: Cisco-SIPGateway/IOS-17.3',
        'Allow: INVITE, OPTIONS, BYE, CANCEL, ACK, PRACK, UPDATE, REFER, SUBSCRIBE, NOTIFY, INFO, REGISTER',
        'CSeq: 101 INVITE',
        'Max-Forwards: 70',
        'Timestamp: 1581564919',
        'Contact: <sip:198.51.100.7:5060>',
        'Expires: 180',
        'Allow-Events: telephone-event',
        'Content-Type: application/sdp',
        'Content-Length: 221',
      ],
      [
        'v=0',
        'o=CiscoSystemsSIP-GW-UserAgent 5146 1045 IN IP4 198.51.100.7',
        's=SIP Call',
        't=0 0',
        'm=audio 8 RTP/AVP 0',
      ],
    ),
    written('SIP Configuration Guide, resources', [
      'OPTIONS sip:192.0.2.1:5060 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKE211D',
      'From: <sip:198.51.100.7>;tag=1005B0-1CB',
      'To: <sip:192.0.2.1>',
      'Date: Wed, 16 Dec 2009 05:53:35 GMT',
      'Call-ID: 2EE072F6-E93E11DE-801BBA85-BFCDE3D6@198.51.100.7',
      'User-Agent: Cisco-SIPGateway/IOS-12.x',
      'Max-Forwards: 70',
      'CSeq: 101 OPTIONS',
      'Contact: <sip:198.51.100.7:5060>',
      'Content-Length: 0',
    ]),
  ],
  'asterisk/chan_sip': [
    written('capture: Asterisk PBX 1.6', [
      'OPTIONS sip:100@192.0.2.1:13434;rinstance=309c3e58798d5f69 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK743bd186;rport',
      'Max-Forwards: 70',
      'From: "asterisk" <sip:asterisk@198.51.100.7>;tag=as4376c968',
      'To: <sip:100@192.0.2.1:13434;rinstance=309c3e58798d5f69>',
      'Contact: <sip:asterisk@198.51.100.7>',
      'Call-ID: 6255692e34af33dd022daf7f53115577@198.51.100.7',
      'CSeq: 102 OPTIONS',
      'User-Agent: Asterisk PBX 1.6.0.6',
      'Date: Fri, 19 Nov 2010 15:50:43 GMT',
      'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY',
      'Supported: replaces, timer',
      'Content-Length: 0',
    ]),
  ],
  'asterisk/chan_pjsip': [
    written(
      'pjsip.conf.sample',
      [
        'INVITE sip:100@192.0.2.1 SIP/2.0',
        `Via: SIP/2.0/UDP 198.51.100.7:5060;rport;branch=z9hG4bKPj${uuid}`,
        `From: <sip:200@198.51.100.7>;tag=${uuid}`,
        'To: <sip:100@192.0.2.1>',
        'Contact: <sip:asterisk@198.51.100.7:5060>',
        `Call-ID: ${uuid}`,
        'CSeq: 17093 INVITE',
        'Max-Forwards: 70',
        'Content-Type: application/sdp',
        'Content-Length:   118',
      ],
      ['v=0', 'o=- 1532118456 1532118456 IN IP4 198.51.100.7', 's=Asterisk', 't=0 0', 'm=audio 8 RTP/AVP 0'],
    ),
  ],
  'counterpath/eyeBeam or X-Lite': [
    written('capture: eyeBeam 1.5', [
      'REGISTER sip:192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:33632;branch=z9hG4bK-d87543-f708234862500648-1--d87543-;rport',
      'Max-Forwards: 70',
      'Contact: <sip:101@198.51.100.7:33632;rinstance=5e0a6729e3f5b13e>',
      'To: "101"<sip:101@192.0.2.1>',
      'From: "101"<sip:101@192.0.2.1>;tag=390bc763',
      `Call-ID: ${md5InBase64}`,
      'CSeq: 1 REGISTER',
      'Expires: 3600',
      counterpathAllow,
      'User-Agent: eyeBeam release 1011d stamp 40820',
      'Content-Length: 0',
    ]),
    {
      ...written(
        'capture: X-Lite 4',
        [
          'INVITE sip:100@192.0.2.1 SIP/2.0',
          'Via: SIP/2.0/UDP 198.51.100.7:13434;branch=z9hG4bK-d8754z-36b333408ce8ab63-1---d8754z-;rport',
          'Max-Forwards: 70',
          'Contact: <sip:101@198.51.100.7:13434>',
          'To: "100"<sip:100@192.0.2.1>',
          'From: "101"<sip:101@192.0.2.1>;tag=40580753',
          'Call-ID: ZDYzOWVlNjEwM2NjZTBjNzliNmM1ZTNiOGZjNWFhN2E.',
          'CSeq: 1 INVITE',
          counterpathAllow,
          'Content-Type: application/sdp',
          'Supported: replaces',
          'User-Agent: X-Lite 4 release 4.0 stamp 58832',
          'Content-Length: 410',
        ],
        [
          'v=0',
          'o=- 12930044636772923 1 IN IP4 198.51.100.7',
          's=CounterPath X-Lite 4.0',
          't=0 0',
          'm=audio 8 RTP/AVP 0',
        ],
      ),
      program: 'X-Lite',
    },
  ],
  'counterpath/X-Lite': [
    written('capture: X-Lite release 1103m', [
      'REGISTER sip:192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:5061;rport;branch=z9hG4bK4E76DAE7C5584B21BF8C5F687296CCA5',
      'From: america <sip:101@192.0.2.1>;tag=3848902025',
      'To: america <sip:101@192.0.2.1>',
      'Contact: "america" <sip:101@198.51.100.7:5061>',
      'Call-ID: D3A26FC3974B44ECB5A96E07282903E3@192.0.2.1',
      'CSeq: 60403 REGISTER',
      'Expires: 1800',
      'Max-Forwards: 70',
      'User-Agent: X-Lite release 1103m',
      'Content-Length: 0',
    ]),
  ],
  'zoiper/Zoiper': [
    written(
      'honeypot log of 2010',
      [
        'INVITE sip:100@192.0.2.1;transport=UDP SIP/2.0',
        'Via: SIP/2.0/UDP 198.51.100.7:47357;branch=z9hG4bK-d8754z-e0b5a6bd1d792436-1---d8754z-',
        'Max-Forwards: 70',
        'Contact: <sip:101@198.51.100.7:47357;transport=UDP>',
        'To: <sip:100@192.0.2.1;transport=UDP>',
        'From: "Unknown"<sip:101@192.0.2.1;transport=UDP>;tag=3a1b0c7d',
        `Call-ID: ${md5InBase64}`,
        'CSeq: 1 INVITE',
        'Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE',
        'Content-Type: application/sdp',
        'User-Agent: Zoiper rev.6751',
        'Content-Length: 330',
      ],
      ['v=0', 'o=Zoiper_user 0 0 IN IP4 198.51.100.7', 's=Zoiper_session', 't=0 0', 'm=audio 52999 RTP/AVP 3'],
    ),
  ],
  'linphone/3.x on eXosip2': [
    written(
      'capture: Linphone/3.6.1',
      [
        'INVITE sip:1000@192.0.2.1 SIP/2.0',
        'Via: SIP/2.0/UDP 198.51.100.7:5060;rport;branch=z9hG4bK1388322339',
        'From: <sip:19@192.0.2.1>;tag=60536970',
        'To: <sip:1000@192.0.2.1>',
        'Call-ID: 681270918',
        'CSeq: 20 INVITE',
        'Contact: <sip:19@198.51.100.7>',
        'Content-Type: application/sdp',
        'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO',
        'Max-Forwards: 70',
        'User-Agent: Linphone/3.6.1 (eXosip2/4.0.0)',
        'Subject: Phone call',
        'Content-Length:   430',
      ],
      ['v=0', 'o=19 2864 3869 IN IP4 198.51.100.7', 's=Talk', 't=0 0', 'm=audio 8 RTP/AVP 0'],
    ),
  ],
  'pjsip/PJSIP': [
    written(
      'capture of 2018',
      [
        'INVITE sip:01148185422016@192.0.2.1 SIP/2.0',
        `Via: SIP/2.0/UDP 198.51.100.7:40611;rport;branch=z9hG4bKPj${uuid}`,
        'Max-Forwards: 70',
        `From: sip:101@192.0.2.1;tag=${uuid}`,
        'To: sip:01148185422016@192.0.2.1',
        'Contact: <sip:101@198.51.100.7:40611;ob>',
        `Call-ID: ${uuid}`,
        'CSeq: 22311 INVITE',
        'Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS',
        'Supported: replaces, 100rel, timer, norefersub',
        'Session-Expires: 1800',
        'Min-SE: 90',
        'User-Agent: Cisco-SIPGateway/IOS-12.x',
        'Content-Type: application/sdp',
        'Content-Length:   479',
      ],
      ['v=0', 'o=- 3732057672 3732057672 IN IP4 198.51.100.7', 's=pjmedia', 'b=AS:84', 't=0 0', 'a=X-nat:0'],
    ),
  ],
  'resiprocate/reSIProcate': [
    written('later versions', [
      'ACK sip:100@192.0.2.1 SIP/2.0',
      'Via: SIP/2.0/UDP 198.51.100.7:39313;branch=z9hG4bK-524287-1---daa70e79328bdffc;rport',
      'Max-Forwards: 70',
      'To: <sip:100@192.0.2.1>;tag=as1',
      'From: <sip:101@192.0.2.1>;tag=d9e2de25',
      `Call-ID: ${md5InBase64}`,
      'CSeq: 1 ACK',
      'Content-Length: 0',
    ]),
  ],
}
