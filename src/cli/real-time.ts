/** What to run for a real-time scheduler class: no process may give it to itself unasked. */

export function realTimeAdvice(node: string, argv: readonly string[]): string {
  const rest = argv.slice(1).filter((word) => word !== '--rt');
  const command = [node, ...rest].map(shellWord).join(' ');
  return [
    'For a real-time class run it as (needs the right to: root, CAP_SYS_NICE, or rtprio in limits.conf):',
    `  chrt --fifo 50 ${command}`,
    'The class that was in force stands in the result.',
    '',
  ].join('\n');
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
