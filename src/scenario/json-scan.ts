/**
 * A first look at JSON text, without recursion: how deep it nests, whether its brackets match and its texts end.
 *
 * The parser that knows places recurses, so a file of a hundred thousand brackets would end it with a stack
 * overflow; and it lets control characters stand in texts, and says little about a file that ends too early. This
 * scan runs before it and takes care of all three.
 */

/** Deeper than any scenario needs, far less than any stack holds. */
export const MAX_DEPTH = 64;

export interface JsonFault {
  /** Index into the text. */
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
  /** The text ends too early; what another parser says of its last token is then beside the point. */
  readonly atEnd?: boolean;
  /** Nothing may be parsed after this. */
  readonly fatal?: boolean;
}

interface Open {
  readonly offset: number;
  readonly closer: string;
}

export function scanJson(text: string): JsonFault | undefined {
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = endOfText(text, at);
      if (typeof end !== 'number') return end;
      at = end;
    } else if (char === '{' || char === '[') {
      open.push({ offset: at, closer: char === '{' ? '}' : ']' });
      if (open.length > MAX_DEPTH) return tooDeep(at);
    } else if (char === '}' || char === ']') {
      const opened = open.pop();
      if (opened?.closer !== char) return mismatch(text, at, char, opened);
    }
  }
  const opened = open.pop();
  return opened === undefined ? undefined : unclosed(text, opened);
}

/** Line and column from 1, as editors count them. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The index of the closing quote of the text that starts at `start`. */
function endOfText(text: string, start: number): number | JsonFault {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return at;
    if (char < ' ') return controlCharacter(start, at, char);
    if (char !== '\\') continue;
    const escape = /^(["\\/bfnrt]|u[0-9A-Fa-f]{4})/.exec(text.slice(at + 1, at + 6));
    if (escape === null) return badEscape(at);
    at += escape[0].length;
  }
  return {
    offset: start,
    message: 'this text never ends',
    remedy: 'close it with a double quote',
    atEnd: true,
  };
}

function controlCharacter(start: number, at: number, char: string): JsonFault {
  if (char === '\n' || char === '\r') {
    const remedy = 'close it with a double quote; a line break inside a text is written \\n';
    return { offset: start, message: 'this text does not end on its line', remedy };
  }
  return { offset: at, message: 'a control character stands in a text', remedy: 'write a tab as \\t' };
}

function badEscape(offset: number): JsonFault {
  const remedy =
    'a backslash itself is written \\\\; else \\" \\/ \\b \\f \\n \\r \\t or \\u and four digits';
  return { offset, message: 'JSON knows no such escape', remedy };
}

function tooDeep(offset: number): JsonFault {
  const message = `is nested deeper than ${MAX_DEPTH} levels`;
  return { offset, message, remedy: 'a scenario needs fewer than 10', fatal: true };
}

function mismatch(text: string, at: number, char: string, opened: Open | undefined): JsonFault {
  if (opened === undefined) {
    return { offset: at, message: `nothing is open that this ${char} could close`, remedy: 'remove it' };
  }
  const { line, column } = lineAndColumn(text, opened.offset);
  const message = `this ${char} comes while the ${text.charAt(opened.offset)} of ${line}:${column} is still open`;
  return { offset: at, message, remedy: `put a ${opened.closer} before it` };
}

function unclosed(text: string, opened: Open): JsonFault {
  const { line, column } = lineAndColumn(text, opened.offset);
  const message = `the file ends while the ${text.charAt(opened.offset)} of ${line}:${column} is still open`;
  return { offset: text.length, message, remedy: `close it with a ${opened.closer}`, atEnd: true };
}
