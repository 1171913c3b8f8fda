/** Labelled texts made by a seeded generator: the same ones in every run. */
export interface Labelled {
  readonly text: string
  readonly sqli: boolean
}

/** Mulberry32: small, and good enough to pick words. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `N` is a number, `W` a word, `T` a table, `C` a column, `Q` `'` or `"`, `E` the end of the query. */
const attacks: readonly string[] = [
  "WQ or N=N E",
  "WQ) or (Q1Q=Q1",
  "WQ)) or ((QaQ=Qa",
  "WQ or QaQ=Qa",
  "Q or QQ=Q",
  "WQ or C like Q%",
  "WQ or C is not null E",
  "WQ or N<M E",
  "WQ and N=M E",
  "N and N=N",
  "N and N=M",
  "N or N=N E",
  "N) or (N=N",
  "WQ xor N=N E",
  "WQ || N=N E",
  "WQ && N=N E",
  "WQ or true E",
  "WQ or N E",
  "WQ or not false E",
  "WQ or C in (select C from T) E",
  "WQ or exists(select * from T) E",
  "WQ and ascii(substring((select C from T limit 0,1),N,1))>N E",
  "WQ and substring(C,N,1)='a",
  "WQ and length(database())=N E",
  "WQ and (select count(*) from T)>N E",
  "N and (select substring(@@version,1,1))=N",
  "WQ and if(N=N,sleep(N),0) E",
  "WQ and sleep(N) E",
  "WQ or sleep(N)=Q",
  "WQ-sleep(N)-Q",
  "N and sleep(N)",
  "N or benchmark(5000000,md5(N))",
  "WQ; waitfor delay '0:0:N' E",
  "N; waitfor delay '0:0:N' E",
  "WQ) waitfor time '10:00' E",
  "WQ; select pg_sleep(N) E",
  "WQ||pg_sleep(N) E",
  "N; select pg_sleep(N)",
  "WQ and N=dbms_pipe.receive_message('a',N) E",
  "WQ||dbms_pipe.receive_message(chr(65),N)||'",
  "WQ and N=like('abcdefg',upper(hex(randomblob(100000000/2))))",
  "WQ and randomblob(500000000) E",
  "WQ union select N,M E",
  "WQ union all select null,null,null E",
  "WQ union select C,C from T E",
  "N union select C from T",
  "WQ union distinct select @@version,N E",
  "WQ) union (select N,M) E",
  "N union all select concat(C,0x3a,C),null from T",
  "WQ union select group_concat(table_name),N from information_schema.tables E",
  "WQ union select sql,N from sqlite_master E",
  "WQ union select banner,null from v$version E",
  "WQ order by N E",
  "N order by N E",
  "N order by N--",
  "WQ) order by N E",
  "WQ group by C having N=N E",
  "WQ having N=N E",
  "N having N=N",
  "WQ; drop table T E",
  "WQ; drop table if exists T; E",
  "N; drop table T",
  "WQ; drop database T E",
  "WQ; delete from T E",
  "WQ; delete from T where N=N E",
  "WQ; insert into T values(N,'W') E",
  "WQ; insert into T (C,C) values ('W','W') E",
  "WQ; update T set C='W' E",
  "WQ; update T set C='W' where C='W' E",
  "WQ; truncate table T E",
  "WQ; create user W identified by 'W' E",
  "WQ; alter table T add C int E",
  "WQ; exec xp_cmdshell('dir') E",
  "WQ; exec master..xp_cmdshell 'ping 192.0.2.1' E",
  "WQ; exec sp_executesql N'select N' E",
  "WQ; declare @x varchar(99); set @x=0x77; exec(@x) E",
  "WQ; shutdown E",
  "WQ; shutdown with nowait E",
  "WQ; copy T from program 'id' E",
  "WQ; grant all on T to W E",
  "WQ; attach database '/var/www/x.php' as W E",
  "WQ'||'W",
  "W'||(select C from T)||'",
  "W'||(select C from T where rownum=1)||'W",
  "W'||utl_http.request('http://192.0.2.1')||'",
  "W'='",
  "WQ E",
  "WQ-- -",
  "WQ) E",
  "W'/*",
  "W';--",
  "WQ and extractvalue(1,concat(0x7e,version())) E",
  "WQ and updatexml(1,concat(0x7e,user()),1) E",
  "N and extractvalue(N,concat(0x5c,@@version))",
  "WQ and N=convert(int,@@version) E",
  "WQ and N=cast((select C from T) as int) E",
  "WQ and N=ctxsys.drithsx.sn(N,(select user from dual)) E",
  "WQ into outfile '/tmp/x' E",
  "WQ union select N into outfile '/tmp/x' E",
  "WQ procedure analyse(extractvalue(1,concat(0x3a,version())),1) E",
  "case when (N=N) then sleep(N) else 0 end",
  "WQ and case when N=N then N else M end=N E",
  "(select C from T limit 1)",
  "(select load_file('/etc/passwd'))",
  "WQ rlike (select (case when (N=N) then N else 0x28 end)) E",
  "WQ and C regexp '^W",
  "WQ and C between 'a' and 'z",
]

const tables = ['users', 'subscriber', 'sip_users', 'cdr', 'sipusers', 'accounts', 'information_schema.tables']
const columns = ['username', 'password', 'secret', 'id', 'ha1', 'name']
const words = ['admin', '100', '', 'x', '1001', 'alice', 'Asterisk', '-1']
const ends = ['--', '-- -', '#', '-- x', '/*', '--+', ';--']

/** Harmless texts that look like SQL: names, phones, addresses, lists. */
const harmless: readonly string[] = [
  "O'Brien", "D'Angelo", "Pat O'Brien", "Sinéad O’Connor", "L'Aquila", "Jean-Luc d'Arc", "'Best' Pizza or Pasta",
  'Select Union Bank', 'Union Select Ltd', 'Union Select Cars, Berlin', 'Drop Table Tennis Club', 'Drop Table Catering',
  'Order By Phone', 'Order by 5 pm', 'Group By Design', 'Having 2 Cats', 'Delete From List', 'Insert Coin', 'Update Set 5',
  'Update my set of phones', 'Order Or Delete', 'Rock and Roll', "Rock 'n' Roll", 'Either Or', 'True or False', 'And One',
  'R&D and Sales', 'Sales (North) and Service', 'Smith (Holdings) and Sons', 'A and B = C', 'Tom & Jerry', 'A || B',
  '-- Sales --', 'Sales -- Berlin', 'Support - 24/7', 'Desk #3', 'Room #12', "Bob's Desk", "Bob's #1 Fan", 'Create User Group',
  "The Jones' House", "Boys' and Girls' Club", "Boys' or Girls' Team", "Traveller's Inn", "Grant O'Neil", 'Grant Table Ltd',
  'Alter Table Hotel', 'Truncate Cone GmbH', 'Exec Suite 5', 'Executive Floor', 'Shutdown Desk', 'Declare Victory', 'Case When Ltd',
  'Deep Sleep (8)', 'Sleep Well Hotel', 'Benchmark (2) Results', 'Wait For Delay', 'Limit 5', 'Select All From Menu',
  'Select flowers from Holland', 'Where 1 Goes', 'Null Island', 'Like It', 'Between Us', 'Load Data Services', 'Call Center 7',
  'Yealink SIP-T54W 96.86.0.100', 'Linksys/SPA942-6.1.5(a)', 'Cisco-SIPGateway/IOS-12.x', 'Asterisk PBX 1.8.32.3~dfsg-0.2+deb',
  'PortSIP UC Client  Android - v10.1.8', 'FPBX-15.0.17(16.6.2)', 'eyeBeam release 3015c stamp 27107', 'Z 3.9.32144 r32121',
  'Linphone/3.6.1 (eXosip2/4.1.0)', 'Grandstream HT801 1.0.9.3', 'snom300/8.4.35', 'AVM FRITZ!Box 7590 (UI) 154.07.57 TAL (Mar 1 2024)',
  'Microsip/3.21.3', "Conan O'Brien's Phone (2)", 'sipgate.de; phone (work)', 'Polycom/5.9.0 (VVX 411); user=1', 'Mitel-5320e; or=1',
  'sip:alice;day=tuesday@example.com', "sip:o'brien@example.com", "sip:pat.o'brien;x=1@example.com", 'sip:*21*0123%23@example.com',
  'sip:a=1;b=(x)@example.com', "sip:alice:sec'ret;or=1@example.com", 'sip:(alice)*@example.com', 'sip:100;phone-context=example.com@192.0.2.1',
  "sip:l'aquila@example.com", 'sip:+46850780296;ext=7@example.com', "sip:f'oo(bar)=baz@192.0.2.1", 'sip:%27@example.com',
  'sip:o%27brien@example.com', 'sip:x%2527%2520or%25201=1@example.com', 'admin%2527--', 'tel:+1-212-555(0123)', "sip:50%25'off@example.com",
  "a84b4c'76e66710@pc33.example.com", "843817637684230@998sdasdh09--", "x'y--z'@192.0.2.1", "call--id=(1)*2@h", "3848276298220188511@o'h.example",
  'INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, UPDATE', 'REGISTER,OPTIONS,SELECT,UNION', 'Sat, 13 Nov 2010 23:29:00 GMT',
  'application/sdp, application/x-delete', 'replaces, timer, 100rel; order=by', 'max-age=0 or 1', 'text/html; charset="or"',
  "Meeting at O'Hara's (room 2) or later", "It's 5 o'clock -- come", 'tasks; update my phone', 'exec meeting; shutdown on Friday',
  "Don't drop the table; set it", 'Dinner (pasta) or something like it; delete from your list', "You're in or you're out",
  'Please select one from below', 'where is my order by now', "Here's the union: select members only", 'Mix and match 1=one',
  'Fish & Chips (large) and peas', 'Buy 1 or 2', 'Press 1 or 2', 'Press 1 and hold', 'Version (2)', 'Count (Dracula)', 'Cast (Steel) Iron',
  'User (guest)', 'If (maybe)', "'quoted'", "'quoted name'", '"double" and single', '""', "''", "'", '--', ';', '#', "l'or et l'argent",
  "Côte d'Or and Sons", "qu'est-ce que c'est", "Ca' d'Oro", "Hawai'i or Bust", "N'Djamena and Lagos", '50% off; order by Friday',
]

/** Put around harmless texts; none makes SQL of them. */
const frames: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `${text} 2`,
  (text) => `(${text})`,
  (text) => `${text}, Stockholm`,
  (text) => `The ${text}`,
]

/** How attackers hide: each leaves the same SQL. */
const disguises: readonly ((text: string, random: () => number) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(/(?<!-) (?!-)/g, '/**/'),
  (text) => text.replaceAll(' ', '\t'),
  (text) => text.replaceAll(' ', '  '),
  (text, random) => text.replaceAll(/[a-z]/g, (letter) => (random() < 0.5 ? letter.toUpperCase() : letter)),
  (text) => text.toUpperCase(),
  (text) => encodeURIComponent(text).replaceAll("'", '%27').replaceAll('(', '%28').replaceAll('*', '%2A'),
  (text) => text.replaceAll(' ', '+'),
  (text) => text.replaceAll(/(?<!-) (?!-)/g, '/*x*/'),
  (text) => text.replaceAll("'", '\uff07'),
]

export function attackTexts(count: number, seed: number): readonly Labelled[] {
  const random = seeded(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  return Array.from({ length: count }, (_, index) => {
    const quote = random() < 0.85 ? "'" : '"'
    const number = String(1 + Math.floor(random() * 97))
    const plain = (attacks[index % attacks.length] ?? '')
      .replaceAll(/\bE$/g, () => pick(ends))
      .replaceAll(/W(?![a-z])/g, () => pick(words))
      .replaceAll(/Q/g, quote)
      .replaceAll(/\bT\b/g, () => pick(tables))
      .replaceAll(/\bC\b/g, () => pick(columns))
      .replaceAll(/\bN\b/g, number)
      .replaceAll(/\bM\b/g, String(Number(number) + 1))
    return { text: pick(disguises)(plain, random), sqli: true }
  })
}

export function harmlessTexts(count: number, seed: number): readonly Labelled[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, index) => {
    const text = harmless[index % harmless.length] ?? ''
    const frame = index < harmless.length ? frames[0] : frames[Math.floor(random() * frames.length)]
    return { text: frame?.(text) ?? text, sqli: false }
  })
}
