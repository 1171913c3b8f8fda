import { bytes, fixture, messagesIn, recording, request } from '../fixtures.ts'

const recordings = [
  'sipp-prefix-sweep',
  'sipp-register-digest',
  'sipp-uac-default',
  'sipsak-options',
  'sipsak-register',
  'svcrack',
  'svmap-invite',
  'svmap',
  'svwar-options',
  'svwar-register',
]

/** Of each recording: its messages differ in little but numbers. */
const perRecording = 12

/** What the inputs are made of: torture messages, what attack tools send, and what no recording has. */
export function seedMessages(): readonly Uint8Array[] {
  return [
    ...['rfc4475', 'rfc5118-ipv6'].flatMap((folder) => messagesIn(folder).map((name) => fixture(`${folder}/${name}`))),
    ...recordings.flatMap((name) =>
      recording(`sip-tools/${name}.jsonl`)
        .slice(0, perRecording)
        .map(({ raw }) => raw),
    ),
    ...made.map((text) => bytes(text)),
    request({ headers: { Via: 'SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/TCP [2001:db8::1]:99;rport;received=::1' } }),
    request({ start: 'INVITE tel:+46850780296;phone-context=x SIP/2.0' }),
    request({
      start: "INVITE sip:100'%20or%20'1'='1@192.0.2.1 SIP/2.0",
      headers: { From: '"x\' union select 1--" <sip:a@b>' },
    }),
  ]
}

const digest =
  'username="100",realm="asterisk",nonce="4f2a",uri="sip:192.0.2.1",response="0123456789abcdef0123456789abcdef"'
const identity =
  'From: "100" <sip:100@192.0.2.1>;tag=3130300131\r\nTo: <sip:900972598072172@192.0.2.1;user=phone>\r\nCall-ID: a@b\r\n'
const sdp =
  'v=0\r\no=sipcli-Session 1 1 IN IP4 192.168.1.102\r\ns=sipcli\r\nc=IN IP4 192.168.1.102\r\nt=0 0\r\nm=audio 5080 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n'

const made: readonly string[] = [
  `SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-1;received=192.0.2.1\r\n${identity}CSeq: 1 REGISTER\r\nWWW-Authenticate: Digest realm="asterisk", nonce="4f2a", qop="auth", algorithm=SHA-256\r\nContent-Length: 0\r\n\r\n`,
  `REGISTER sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=6ba7b810-9dad-11d1-80b4-00c04fd430c8\r\n${identity}CSeq: 2 REGISTER\r\nAuthorization: Digest ${digest}\r\nAuthorization: Digest ${digest},algorithm=MD5,qop=auth,nc=00000001,cnonce="x"\r\nContent-Length: 0\r\n\r\n`,
  `INVITE sip:900972598072172@192.0.2.1 SIP/2.0\r\n${identity}Via: SIP/2.0/UDP 192.0.2.1:5080;branch=z9hG4bK-2;rport\r\nCSeq: 1 INVITE\r\nContact: <sip:100@192.0.2.1:5080;ob>;expires=60;q=0.5, *\r\nMax-Forwards: 70\r\nUser-Agent: sipcli/v1.8\r\nContent-Type: application/sdp\r\nContent-Length:   ${sdp.length}\r\n\r\n${sdp}`,
  `v:SIP/2.0/UDP x\r\n\r\n`,
  `OPTIONS sip:a SIP/2.0\nv:SIP/2.0/UDP 127.0.0.1:5060;branch=foo;rport\nf: <sip:nm@nm>;tag=root\nt: <sip:nm2@nm2>\ni: 50000\ns: a\n b\n\tc\nk: timer,\r\n replaces\nl: 0\n\n`,
  'GET / HTTP/1.1\r\nHost: 192.0.2.1:5060\r\nUser-Agent: Mozilla/5.0 zgrab/0.x\r\n\r\n',
  '\r\n\r\n',
  '',
]
