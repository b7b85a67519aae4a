/**
 * The order in which people count: `2.png` before `10.png`. Otherwise by code unit, so that it is the same on every
 * system, whatever its language.
 */
export function compareNames(left: string, right: string): number {
  const [lefts, rights] = [piecesOf(left), piecesOf(right)];
  for (let i = 0; i < Math.min(lefts.length, rights.length); i++) {
    const order = comparePieces(lefts[i] as string, rights[i] as string);
    if (order !== 0) return order;
  }
  // 1 and 01 count as equal: then the plain order decides.
  return lefts.length - rights.length || compareText(left, right);
}

function piecesOf(name: string): string[] {
  return name.match(/[0-9]+|[^0-9]+/g) ?? [];
}

function comparePieces(left: string, right: string): number {
  if (!isNumber(left) || !isNumber(right)) return compareText(left, right);
  const [leftDigits, rightDigits] = [left.replace(/^0+/, ''), right.replace(/^0+/, '')];
  return leftDigits.length - rightDigits.length || compareText(leftDigits, rightDigits);
}

function isNumber(piece: string): boolean {
  return /^[0-9]/.test(piece);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
