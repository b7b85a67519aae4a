// Refused in apps/node-train/src: lint/style/noEnum
export enum Violation {
  A = 'a',
}
