/** What a few well-known programs write, quickly: templates with the parts that differ. Lines as the programs order them. */

/** Everything of a message that differs from one of its kind to the next. */
export interface Parts {
  readonly source: string
  readonly port: number
  readonly target: string
  readonly user: string
  /** The one called; of REGISTER the same as `user`. */
  readonly callee: string
  readonly callId: string
  readonly tag: string
  readonly branch: string
  readonly cseq: number
  readonly agent: string
}

export function sipvicious(method: string, parts: Parts, authorization = ''): string {
  const { source, port, target, user, callee, callId, tag, branch, cseq, agent } = parts
  return `${method} sip:${callee}@${target} SIP/2.0\r
Via: SIP/2.0/UDP ${source}:${port};branch=z9hG4bK-${branch};rport\r
Content-Length: 0\r
From: "${user}"<sip:${user}@${target}>;tag=${tag}\r
Accept: application/sdp\r
User-Agent: ${agent}\r
To: "${callee}"<sip:${callee}@${target}>\r
Contact: sip:${user}@${source}:${port}\r
CSeq: ${cseq} ${method}\r
Call-ID: ${callId}\r
${authorization}Max-Forwards: 70\r
\r
`
}

/** Toll-fraud dialers built on PJSIP, mostly with another name in their User-Agent. */
export function pjsip(method: string, parts: Parts, authorization = '', body = ''): string {
  const { source, port, target, user, callee, callId, tag, branch, cseq, agent } = parts
  const type = body === '' ? '' : 'Content-Type: application/sdp\r\n'
  return `${method} sip:${callee}@${target} SIP/2.0\r
Via: SIP/2.0/UDP ${source}:${port};rport;branch=z9hG4bKPj${branch}\r
Max-Forwards: 70\r
From: <sip:${user}@${target}>;tag=${tag}\r
To: <sip:${callee}@${target}>\r
Contact: <sip:${user}@${source}:${port};ob>\r
Call-ID: ${callId}\r
CSeq: ${cseq} ${method}\r
Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS\r
Supported: replaces, 100rel, timer, norefersub\r
User-Agent: ${agent}\r
${authorization}${type}Content-Length: ${body.length}\r
\r
${body}`
}

export const sdp = (source: string, session: number): string => `v=0\r
o=- ${session} ${session} IN IP4 ${source}\r
s=pjmedia\r
c=IN IP4 ${source}\r
t=0 0\r
m=audio 4000 RTP/AVP 0 8 101\r
a=rtpmap:0 PCMU/8000\r
a=rtpmap:8 PCMA/8000\r
a=rtpmap:101 telephone-event/8000\r
a=sendrecv\r
`

export const digest = (user: string, target: string, nonce: string, response: string): string =>
  `Authorization: Digest username="${user}",realm="asterisk",nonce="${nonce}",uri="sip:${target}",response="${response}",algorithm=MD5\r\n`

/** What our sensor answers. */
export function answer(status: string, method: string, parts: Parts, nonce = ''): string {
  const { source, port, target, user, callee, callId, tag, branch, cseq } = parts
  const challenge = nonce === '' ? '' : `WWW-Authenticate: Digest realm="asterisk",nonce="${nonce}",algorithm=MD5\r\n`
  return `SIP/2.0 ${status}\r
Via: SIP/2.0/UDP ${source}:${port};branch=z9hG4bK-${branch};received=${source};rport=${port}\r
From: "${user}"<sip:${user}@${target}>;tag=${tag}\r
To: "${callee}"<sip:${callee}@${target}>;tag=as${branch}\r
Call-ID: ${callId}\r
CSeq: ${cseq} ${method}\r
${challenge}Server: Asterisk PBX 18.12.1\r
Content-Length: 0\r
\r
`
}
