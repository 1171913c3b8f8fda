/** What attackers could write into any field, to act where it is shown. */
export const hostileTexts = [
  '<script>window.ran=1</script>',
  '"><img src=http://127.0.0.1:9/x onerror=window.ran=1>',
  "'-window.ran=1-'",
  '</code></pre><svg onload=window.ran=1>',
  '``` ` `` [x](javascript:window.ran=1) ![y](http://127.0.0.1:9/y) | **b**',
  '\u001b[31mred\u001b]0;title\u0007',
  '\u202egnp.exe\u2066\u200b\ufeff',
  'nul\u0000byte',
  '=HYPERLINK("http://127.0.0.1:9/")',
  '+46850780296',
  '@SUM(1+1)',
  '\t=1+1',
] as const
