/**
 * What an object is, by the name of its class as the platform gives it: `HTMLCanvasElement`. Unlike `instanceof` it also knows
 * objects of another window or realm, and needs no class that Node does not have.
 */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
