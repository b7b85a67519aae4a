// Refused in packages/ops/src: lint/style/noDefaultExport
export default function violation() {
  return 1;
}
