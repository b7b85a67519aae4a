export { loadTranslator } from './load-translator.ts';
